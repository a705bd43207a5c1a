"""The steps a help desk works through, from the bottom up.

`steps` and `lists` say which, `claims` what should be true at each, `commands` what to type, `symptoms` which of them a
symptom can come from.  The words are in `report/`.
"""
