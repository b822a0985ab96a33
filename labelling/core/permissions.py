"""Everything that can be permitted, named thing:verb. Rules stand in each room's policy.py."""

from enum import StrEnum


class Permission(StrEnum):
    """One thing that somebody may or may not do."""

    # people
    PERSON_LIST = "person:list"
    PERSON_VIEW = "person:view"
    PERSON_INVITE = "person:invite"
    PERSON_EDIT = "person:edit"
    PERSON_RESET = "person:reset"
    PERSON_SUSPEND = "person:suspend"
    PERSON_EXPORT = "person:export"
    PERSON_ERASE = "person:erase"
    ROLE_PROPOSE = "role:propose"
    ROLE_CONFIRM = "role:confirm"
    ROLE_WITHDRAW = "role:withdraw"
    SESSION_END = "session:end"
    TRAIL_VIEW = "trail:view"
    HEALTH_VIEW = "health:view"

    # organisations
    ORGANISATION_CREATE = "organisation:create"
    ORGANISATION_LIST = "organisation:list"
    ORGANISATION_VIEW = "organisation:view"
    ORGANISATION_EDIT = "organisation:edit"
    SEAT_MANAGE = "seat:manage"
    SEAT_LEAVE = "seat:leave"
    FACTS_VIEW = "facts:view"
    FACTS_EDIT = "facts:edit"
    EVIDENCE_VIEW = "evidence:view"
    EVIDENCE_ADD = "evidence:add"
    EVIDENCE_REMOVE = "evidence:remove"

    # applications
    CALL_OPEN = "call:open"
    CALL_CLOSE = "call:close"
    APPLICATION_START = "application:start"
    APPLICATION_VIEW = "application:view"
    APPLICATION_SUBMIT = "application:submit"
    APPLICATION_WITHDRAW = "application:withdraw"
    ANSWER_VIEW = "answer:view"
    ANSWER_EDIT = "answer:edit"
    SUBMISSION_VIEW = "submission:view"
    ELIGIBILITY_CHECK = "eligibility:check"
    APPLICATION_RETURN = "application:return"
    DEADLINE_EXTEND = "deadline:extend"
    OFFICE_VIEW = "office:view"

    # reviews
    PANEL_BUILD = "panel:build"
    PANEL_VIEW = "panel:view"
    CONFLICT_DECLARE = "conflict:declare"
    CONFLICT_AGREE = "conflict:agree"
    REVIEW_VIEW = "review:view"
    REVIEW_SCORE = "review:score"
    REVIEW_HAND_IN = "review:hand-in"
    AGREEMENT_VIEW = "agreement:view"
    AGREEMENT_EDIT = "agreement:edit"
    VISIT_RECORD = "visit:record"
    FEEDBACK_VIEW = "feedback:view"
    FEEDBACK_EDIT = "feedback:edit"
    FEEDBACK_RELEASE = "feedback:release"
    OBSERVATIONS_WRITE = "observations:write"
    RECOMMENDATION_MAKE = "recommendation:make"

    # decisions
    DECISION_VIEW = "decision:view"
    DECISION_PREPARE = "decision:prepare"
    DECISION_TAKE = "decision:take"
    LABEL_VIEW = "label:view"
    LABEL_CHANGE_PREPARE = "label-change:prepare"
    LABEL_CHANGE_DECIDE = "label-change:decide"
