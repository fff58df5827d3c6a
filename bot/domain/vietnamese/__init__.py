"""How people in Vietnam write: text, names, dates, money, phones, choices, complaints."""
