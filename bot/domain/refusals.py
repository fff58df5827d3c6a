"""Why the bot says no to a person: one closed list, worded once in bot.texts."""

from enum import StrEnum


class Reason(StrEnum):
    """Every reason for which a person is refused. `bot.texts.refusals` has words for each."""

    NOT_UNDERSTOOD = "not_understood"
    NOT_LINKED = "not_linked"
    NO_SUCH_COMMAND = "no_such_command"
    OTHERS_COMMAND = "others_command"
    IDENTITY_NUMBER = "identity_number"
    NOT_FOUND = "not_found"  # also "not yours": the two are one answer
    CHOOSE_ONE = "choose_one"
    NOTHING_TICKED = "nothing_ticked"
    NOT_A_DATE = "not_a_date"
    DATE_UNCLEAR = "date_unclear"
    FUTURE_DAY = "future_day"
    PAST_DAY = "past_day"
    MUTE_TOO_LONG = "mute_too_long"
    NOT_A_SETTING = "not_a_setting"
    BEFORE_ASSIGNMENT = "before_assignment"
    TOO_LONG_AGO = "too_long_ago"
    NOT_A_MONTH = "not_a_month"
    FUTURE_MONTH = "future_month"
    PERIOD_NOT_OVER = "period_not_over"
    NOT_A_NUMBER = "not_a_number"
    NUMBER_TOO_LARGE = "number_too_large"
    NOT_MONEY = "not_money"
    TEXT_EMPTY = "text_empty"
    TEXT_TOO_LONG = "text_too_long"
    CHANGE_TOO_OLD = "change_too_old"
    PLACE_TOO_EXACT = "place_too_exact"
    NOT_A_PLACE = "not_a_place"
    DECISION_WANTED = "decision_wanted"
    WORKERS_OVER_PERSONS = "workers_over_persons"
    NOTHING_TO_TAKE_BACK = "nothing_to_take_back"
    NOTHING_OPEN = "nothing_open"
    NO_ONE_ASSIGNED = "no_one_assigned"
    NO_ONE_ASSIGNED_TO_THEM = "no_one_assigned_to_them"
    CODE_WRONG = "code_wrong"
    CODE_TRIES = "code_tries"
    CODE_OTHER_ACCOUNT = "code_other_account"
    ACCOUNT_FULL = "account_full"
    CONTACT_NOT_OWN = "contact_not_own"
    CONTACT_UNKNOWN = "contact_unknown"
    MOVE_NOT_ALLOWED = "move_not_allowed"
    FILE_WANTED = "file_wanted"
    FILE_NOT_WORKBOOK = "file_not_workbook"
    PHOTO_WANTED = "photo_wanted"
    FILE_NOT_PHOTO = "file_not_photo"
    FILE_NOT_READ = "file_not_read"
    IMPORT_CHANGED = "import_changed"
    UNREADABLE = "unreadable"
    VOICE = "voice"
    WORD_WANTED = "word_wanted"
    TOO_FAST = "too_fast"
    NOT_AN_HOUR = "not_an_hour"
    PAST_HOUR = "past_hour"
    FILE_NOT_FOR_ALL = "file_not_for_all"


class Refusal(Exception):
    """A person asked for what cannot be done. Caught once, in handlers.respond.

    `details` fill the blanks of the words ("how many found", "which day").
    """

    def __init__(self, reason: Reason, **details: str | int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.details = details
