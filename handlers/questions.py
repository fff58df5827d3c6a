"""What a form is made of: questions, how each is asked and read, and what comes of the answers."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from bot.domain.refusals import Reason, Refusal
from bot.domain.uploads import Wanted
from bot.messages import Choice, Json, Outgoing
from handlers.turn import Turn

Answers = dict[str, Json]
Condition = Callable[[Answers], bool]
Tidying = Callable[[Answers], Answers]
SKIPPED = None
"""The answer to a question that was skipped."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as a person reads it; an option's action is the answer's value."""

    text: str
    options: tuple[Choice, ...] = ()
    numbered: bool = True  # False where a typed number is not a place in this list
    done: str = ""  # with `several`: the label that ends the choosing
    ways: tuple[Choice, ...] = ()  # to other commands that lead on from here
    in_words: str = ""  # in place of text and options where there are no buttons


async def no_words(turn: Turn, answers: Answers, text: str) -> Json:
    """For questions that are answered by choosing only."""
    raise Refusal(Reason.CHOOSE_ONE)


async def nothing_more(turn: Turn, answers: Answers, value: Json) -> Answers:
    """For answers that need no look at what is stored."""
    return {}


def always(answers: Answers) -> bool:
    """For questions that everybody is asked."""
    return True


def as_it_is(answers: Answers) -> Answers:
    """For answers after which nothing needs tidying."""
    return answers


@dataclass(frozen=True, slots=True)
class Ahead:
    """Words that a later question asks for, with the answer to this one where they hold it."""

    key: str
    words: str
    answer: Json = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form.

    `ask` words it and offers choices; `read` turns typed words into a value or refuses.
    `several` lets choices be ticked one by one or typed together ("1 3 5"); the value is a list.
    `free` marks words of a household or member, which are taken whole and looked over for
    complaints (concerns.md 5.1) and, unless they are `public`, for what is not to be written down
    about people (privacy.md 5.2). `check` looks at an answer, tapped or typed, against what is
    stored: it refuses, or returns what else is now known. `then` tidies the answers afterwards,
    so that a question can be put again. Skipping stores None; an `ask` that returns None has
    nothing to ask, which counts as skipped. `ahead` finds words that a later question asks for.
    """

    key: str
    ask: Callable[[Turn, Answers], Awaitable[Asking | None]]
    read: Callable[[Turn, Answers, str], Awaitable[Json]] = no_words
    check: Callable[[Turn, Answers, Json], Awaitable[Answers]] = nothing_more
    ahead: Callable[[Turn, Answers, str], Awaitable[Ahead | None]] | None = None
    when: Condition = always
    then: Tidying = as_it_is
    skippable: bool = False
    several: bool = False
    whole: bool = False  # with `several`: without buttons one typed message names all of them
    free: bool = False
    public: bool = False  # words for everybody, about nobody: an illness may be named
    aside: bool = False  # words that may be left out: the choice before them comes back
    file: Wanted | None = None  # takes a photo or document; the answer is the file's id
    unasked: bool = False  # with `file`: takes it, but does not ask for it
    zero: bool = False  # a typed 0 is an answer here, and not the way out
    no: bool = False  # "không" and "xong" are answers here, and no ways through the form
    seen: bool = False  # answered by a message of its own, once it has been shown
    lists: bool = False  # wants households: numbers one after another ("3, 5") are one answer
    said: Mapping[str, str] = field(default_factory=dict)  # search keys, to what they choose


@dataclass(frozen=True, slots=True)
class Form:
    """A conversation as data. `save` runs when no question is left, and ends the form.

    `referred` words the end of a form whose whole matter turned out to be a complaint; without
    it the complaint's words are dropped and the form goes on. `given_up` takes back what the
    answers refer to, when the form is left. `still` says whether what the answers speak of is
    still the actor's: else the form ends before it says another word. `acts` says as whom it is
    filled in, where that may be somebody else.
    """

    name: str
    title: str
    questions: tuple[Question, ...]
    save: Callable[[Turn, Answers], Awaitable[Outgoing]]
    referred: Callable[[Turn], Outgoing] | None = None
    given_up: Callable[[Turn, Answers], Awaitable[None]] | None = None
    still: Callable[[Turn, Answers], Awaitable[bool]] | None = None
    acts: Callable[[Turn, Answers], Awaitable[Turn]] | None = None
    by_key: Mapping[str, Question] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_key", {question.key: question for question in self.questions})

    @property
    def public(self) -> bool:
        """Whether its words are for everybody, and about nobody."""
        return any(question.public for question in self.questions)

    def open_question(self, answers: Answers) -> Question | None:
        """The first question that is due and has no answer; None when all is said."""
        for question in self.questions:
            if question.key not in answers and question.when(answers):
                return question
        return None
