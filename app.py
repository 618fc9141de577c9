"""The composition root: builds the application, hands each slice over, holds the commands."""

from importlib import import_module
from types import ModuleType

from flask import Flask
from flask_jwt_extended import JWTManager
from flask_migrate import Migrate

from checkpoints import field_events as checkpoint_events
from checkpoints.coverage import jobs as coverage_jobs
from checkpoints.coverage import messages as coverage_messages
from checkpoints.coverage import routes as coverage_routes
from checkpoints.findings import categories
from checkpoints.findings import jobs as findings_jobs
from checkpoints.findings import matters as finding_matters
from checkpoints.findings import messages as findings_messages
from checkpoints.findings import queries as findings
from checkpoints.findings import routes as findings_routes
from checkpoints.patrols import jobs as patrols_jobs
from checkpoints.patrols import messages as patrols_messages
from checkpoints.patrols.exceptions import routes as exceptions_routes
from checkpoints.patrols.plans import queries as plans
from checkpoints.patrols.plans import routes as plans_routes
from checkpoints.patrols.rounds import routes as rounds_routes
from checkpoints.patrols.scans import routes as scans_routes
from checkpoints.places import messages as places_messages
from checkpoints.places import spots as scanned_places
from checkpoints.places.checklists import routes as checklists_routes
from checkpoints.places.checklists import service as checklists
from checkpoints.places.exchange import routes as checkpoint_tables_routes
from checkpoints.places.floor_plans import routes as floor_plans_routes
from checkpoints.places.labels import routes as labels_routes
from checkpoints.places.points import routes as checkpoints_routes
from checkpoints.places.walks import routes as walks_routes
from checkpoints.places.walks import service as walks
from evidence.sync import messages as sync_messages
from evidence.sync import models as sync_models  # noqa: F401
from evidence.sync import routes as sync_routes
from evidence.uploads import jobs as uploads_jobs
from evidence.uploads import messages as uploads_messages
from evidence.uploads import routes as uploads_routes
from guard_api import commands, description, errors, http, web
from guard_api import messages as platform_messages
from guard_api.about import routes as about_routes
from guard_api.database import db, make_durable
from guard_api.field_messages import register_field_sentences
from guard_api.identity import jobs as identity_jobs
from guard_api.identity import routes as identity_routes
from guard_api.identity.people import routes as people_routes
from guard_api.identity.phones import routes as phones_routes
from guard_api.live import jobs as live_jobs
from guard_api.live import routes as live_routes
from guard_api.notices import jobs as notices_jobs
from guard_api.notices import messages as notices_messages
from guard_api.notices import routes as notices_routes
from guard_api.notices.channels import routes as notice_channels_routes
from guard_api.notices.deliveries import routes as notice_deliveries_routes
from guard_api.notices.preferences import routes as notice_preferences_routes
from guard_api.notices.wording import register_notices, register_urgent
from guard_api.scheduler import runner as scheduler
from guard_api.settings import Settings, from_environment
from guard_api.tenants import routes as tenants_routes
from guard_api.tenants import service as tenants
from people import messages as staff_messages
from people.documents import routes as documents_routes
from people.employment import jobs as employment_jobs
from people.exchange import routes as staff_tables_routes
from people.ladder import asks as ladder_asks
from people.ladder import defaults as ladder
from people.ladder import routes as ladder_routes
from people.records import routes as records_routes
from people.records import service as records
from people.staff import routes as staff_routes
from people.turnover import routes as turnover_routes
from schedules import field_events as schedule_events
from schedules.clocking import derivation as attendance_derivation
from schedules.clocking import following as attendance_following
from schedules.clocking import jobs as clocking_jobs
from schedules.clocking import messages as clocking_messages
from schedules.clocking import tags as clocking_tags
from schedules.clocking.board import routes as attendance_routes
from schedules.clocking.corrections import routes as corrections_routes
from schedules.clocking.no_shows import routes as no_shows_routes
from schedules.clocking.punches import routes as punches_routes
from schedules.clocking.settings import routes as attendance_settings_routes
from schedules.handovers import matters as handover_matters
from schedules.handovers import messages as handovers_messages
from schedules.handovers import routes as handovers_routes
from schedules.leave import hooks as leave_hooks
from schedules.leave import messages as leave_messages
from schedules.leave import routes as leave_routes
from schedules.my import offering as my_offers
from schedules.my import routes as my_shifts_routes
from schedules.my import shifts as my_shifts
from schedules.offers import jobs as offers_jobs
from schedules.offers import messages as offers_messages
from schedules.offers import queries as offers
from schedules.offers import routes as offers_routes
from schedules.planning import jobs as planning_jobs
from schedules.planning import messages as planning_messages
from schedules.planning import routes as planning_routes
from schedules.planning import service as planning
from schedules.posts import hooks as post_hooks
from schedules.posts import messages as posts_messages
from schedules.posts import routes as posts_routes
from schedules.rosters import hooks as roster_hooks
from schedules.rosters import leave_answers, shift_routes
from schedules.rosters import messages as rosters_messages
from schedules.rosters import routes as rosters_routes
from schedules.rosters import service as rosters
from schedules.terms import messages as terms_messages
from schedules.terms import routes as terms_routes
from schedules.timesheets import messages as timesheets_messages
from schedules.timesheets import routes as timesheets_routes
from schedules.timesheets import service as timesheets
from training import field_events as training_events
from training.attempts import jobs as attempts_jobs
from training.attempts import messages as attempts_messages
from training.attempts import routes as attempts_routes
from training.attempts.standing import renew
from training.board import messages as board_messages
from training.board import routes as board_routes
from training.certificates import messages as certificates_messages
from training.certificates import passes as certificate_passes
from training.certificates import queries as certificate_queries
from training.certificates import routes as certificates_routes
from training.certificates.badges import routes as badges_routes
from training.certificates.exchange import routes as certificate_tables_routes
from training.certificates.kinds import queries as certificate_kinds
from training.certificates.kinds import routes as certificate_types_routes
from training.certificates.kinds import service as certificate_types
from training.certificates.qualification import routes as qualification_routes
from training.certificates.verification import routes as verification_routes
from training.certificates.warnings import jobs as certificate_warnings_jobs
from training.certificates.warnings import routes as certificate_warnings_routes
from training.duties import jobs as duties_jobs
from training.duties import messages as duties_messages
from training.duties import queries as duties
from training.duties import routes as duties_routes
from training.learning import routes as learning_routes
from training.modules import library
from training.modules import messages as modules_messages
from training.modules import queries as modules
from training.modules import routes as modules_routes
from training.modules import service as modules_service
from training.modules.media import routes as media_routes
from training.modules.questions import routes as questions_routes
from training.orders import messages as orders_messages
from training.orders import routes as orders_routes
from training.practice import routes as practice_routes
from training.practice import trouble
from training.scorm import messages as scorm_messages
from training.scorm import play as scorm_play
from training.scorm import routes as scorm_routes
from training.sessions import messages as sessions_messages
from training.sessions import routes as sessions_routes

VERSION = "0.1.0"
ROUTES = (
    about_routes,
    identity_routes,
    people_routes,
    phones_routes,
    tenants_routes,
    live_routes,
    notices_routes,
    notice_channels_routes,
    notice_deliveries_routes,
    notice_preferences_routes,
    sync_routes,
    uploads_routes,
    floor_plans_routes,
    checkpoints_routes,
    checkpoint_tables_routes,
    labels_routes,
    walks_routes,
    checklists_routes,
    plans_routes,
    rounds_routes,
    scans_routes,
    exceptions_routes,
    findings_routes,
    coverage_routes,
    modules_routes,
    questions_routes,
    media_routes,
    certificate_types_routes,
    certificates_routes,
    certificate_tables_routes,
    certificate_warnings_routes,
    qualification_routes,
    verification_routes,
    badges_routes,
    duties_routes,
    attempts_routes,
    learning_routes,
    sessions_routes,
    practice_routes,
    board_routes,
    scorm_routes,
    orders_routes,
    ladder_routes,
    records_routes,
    documents_routes,
    staff_tables_routes,
    staff_routes,
    turnover_routes,
    posts_routes,
    terms_routes,
    leave_routes,
    rosters_routes,
    planning_routes,
    shift_routes,
    offers_routes,
    attendance_settings_routes,
    punches_routes,
    attendance_routes,
    corrections_routes,
    no_shows_routes,
    timesheets_routes,
    handovers_routes,
    my_shifts_routes,
)
MESSAGES = (
    platform_messages,
    notices_messages,
    sync_messages,
    uploads_messages,
    places_messages,
    patrols_messages,
    findings_messages,
    coverage_messages,
    modules_messages,
    certificates_messages,
    duties_messages,
    attempts_messages,
    sessions_messages,
    board_messages,
    scorm_messages,
    orders_messages,
    staff_messages,
    posts_messages,
    terms_messages,
    leave_messages,
    rosters_messages,
    offers_messages,
    planning_messages,
    clocking_messages,
    timesheets_messages,
    handovers_messages,
)
JOBS = (
    scheduler,
    identity_jobs,
    live_jobs,
    notices_jobs,
    uploads_jobs,
    findings_jobs,
    patrols_jobs,
    coverage_jobs,
    certificate_warnings_jobs,
    duties_jobs,
    attempts_jobs,
    employment_jobs,
    offers_jobs,
    planning_jobs,
    clocking_jobs,
)
FIELD_EVENTS = (checkpoint_events, training_events, schedule_events)
FOUNDERS = (
    categories.ensure_categories,
    checklists.ensure_templates,
    ladder.ensure_ladder,
    records.ensure_criteria,
    library.ensure_library,
    certificate_types.ensure_types,
)


def create_app(settings: Settings | None = None) -> Flask:
    """The application, ready to serve."""
    settings = settings or from_environment()
    app = Flask(__name__, static_folder=None)
    app.config.update(flask_configuration(settings))
    app.extensions["anxun.settings"] = settings
    open_database(app)
    JWTManager(app)
    for slice_ in MESSAGES:
        errors.register_sentences(slice_.SENTENCES)
        register_field_sentences(getattr(slice_, "FIELD_SENTENCES", {}))
        register_notices(getattr(slice_, "NOTICES", {}))
        register_urgent(getattr(slice_, "URGENT_NOTICES", ()))
    sync_routes.accept(*(slice_.HANDLERS for slice_ in FIELD_EVENTS))
    tenants.founded_with(*FOUNDERS)
    walks.ask_before_archiving(plans.names_walking)
    certificate_passes.ask(duties.passed_modules)
    modules_service.when_renewed(renew)
    ladder_asks.provide(ladder_asks.MODULE, ladder_asks.Provider(modules.names, duties.modules_held))
    ladder_asks.provide(
        ladder_asks.CERTIFICATE, ladder_asks.Provider(certificate_kinds.names, certificate_queries.types_held)
    )
    roster_hooks.knows_offers(offers.is_offered)
    post_hooks.when_demand_changed(rosters.follow_demand)
    trouble.teaches_about("report-writing", findings.reopened_of)
    roster_hooks.when_deleted(planning.forget_roster)
    roster_hooks.when_changed(attendance_following.roster_changed)
    leave_hooks.when_decided(attendance_following.leave_decided)
    leave_hooks.rosters_are_asked(clashes=leave_answers.clashes, worked=leave_answers.worked)
    attendance_derivation.when_work_moves(timesheets.facts_moved)
    clocking_tags.resolve_by(scanned_places.spots)
    handover_matters.ask(finding_matters.open_matters)
    my_shifts.offers_from(my_offers.offers)
    http.attach(app)
    api = http.AnxunApi(app)
    for slice_ in ROUTES:
        api.register_blueprint(slice_.blueprint)
    description.complete(api.spec, app)
    app.register_blueprint(about_routes.pages)
    app.register_blueprint(scorm_play.pages)
    web.attach(app)
    schedule(app, settings)
    return app


def schedule(app: Flask, settings: Settings) -> None:
    """Every process may offer itself; one leads. Only servers with an embedded scheduler start it."""
    jobs = [job for slice_ in JOBS for job in slice_.JOBS]
    app.extensions["anxun.scheduler"] = scheduler.Scheduler(app, jobs)
    if settings.scheduler == "embedded":
        app.extensions["anxun.scheduler"].start()


def flask_configuration(settings: Settings) -> dict:
    return {
        "TESTING": settings.testing,
        "SECRET_KEY": settings.secret_key,
        "JWT_SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "MAX_CONTENT_LENGTH": 64 * 1024 * 1024,
        "API_TITLE": "Anxun 安巡",
        "API_VERSION": VERSION,
        "OPENAPI_VERSION": "3.1.0",
        "OPENAPI_URL_PREFIX": "/api/v1",
        "OPENAPI_JSON_PATH": "openapi.json",
    }


def open_database(app: Flask) -> None:
    db.init_app(app)
    Migrate(app, db, directory="migrations")
    with app.app_context():
        make_durable(db.engine)


def demonstration() -> ModuleType:
    """The demonstration estate, which only its own command needs."""
    return import_module("demo")


if __name__ == "__main__":
    commands.main(commands.Parts(create_app=create_app, demonstration=demonstration))
