"""Who does what on this floor."""

from guard_api.identity.actor import ADMINISTRATOR, GUARD, HR, SUPERVISOR

OFFICE = (HR, ADMINISTRATOR)
LEADS = (SUPERVISOR, *OFFICE)
SITE_STAFF = (GUARD, SUPERVISOR)
STAFF = (*SITE_STAFF, *OFFICE)
