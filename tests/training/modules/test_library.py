"""The ready library is whole, fit for use, and reaches each organisation once."""

import re
from xml.etree import ElementTree

import pytest

from guard_api.database import db
from training.modules import library
from training.modules.media.rules import SVG, type_of
from training.modules.models import Media, Module, ModuleVersion, Question
from training.modules.rules import complete_content, module_faults, question_fault, says_something

READY = library.library()
EACH = pytest.mark.parametrize("ready", READY, ids=lambda ready: ready.code)
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")


def test_there_are_at_least_twelve_modules():
    assert len(READY) >= 12


@EACH
def test_every_text_is_there_in_both_languages(ready):
    pairs = [ready.content["title"], ready.content["summary"]]
    pairs += [lesson[name] for lesson in ready.content["lessons"] for name in ("title", "body")]
    pairs += [question["text"] for question in ready.questions.values()]
    pairs += [question["explanation"] for question in ready.questions.values()]
    options = [option for question in ready.questions.values() for option in question["options"]]
    pairs += [option["text"] for option in options]
    assert all(words["zh"].strip() and words["en"].strip() for words in pairs)


@EACH
def test_a_module_could_be_published(ready):
    assert list(module_faults(ready.content, len(ready.questions))) == []
    assert 3 <= len(ready.content["lessons"]) <= 6
    assert ready.content["draw"] <= len(ready.questions)


@EACH
def test_every_question_is_fit_and_belongs_to_a_lesson(ready):
    lessons = {lesson["key"] for lesson in ready.content["lessons"]}
    for key, question in ready.questions.items():
        content = complete_content(question, question["kind"])
        assert question_fault(question["kind"], content) is None, key
        assert question["lesson"] in lessons, key


@EACH
def test_the_bank_has_the_variety_that_was_asked_for(ready):
    kinds = [question["kind"] for question in ready.questions.values()]
    assert len(kinds) >= 12
    assert kinds.count("multiple") >= 2
    assert kinds.count("true_false") >= 2
    assert kinds.count("order") >= 1
    assert sum("scenario" in question for question in ready.questions.values()) >= 2
    assert sum("picture" in question for question in ready.questions.values()) >= 1


@EACH
def test_every_answer_but_those_of_orders_says_why(ready):
    for key, question in ready.questions.items():
        if question["kind"] != "order":
            assert all(says_something(option["feedback"]) for option in question["options"]), key


@EACH
def test_pictures_are_there_plain_and_small(ready):
    named = {question["picture"] for question in ready.questions.values() if "picture" in question}
    for lesson in ready.content["lessons"]:
        for body in lesson["body"].values():
            for words, name in PICTURE.findall(body):
                assert words.strip(), name
                named.add(name)
    assert named <= ready.pictures.keys()
    for name, data in ready.pictures.items():
        assert type_of(data) == SVG, name
        assert ElementTree.fromstring(data).get("viewBox"), name


@EACH
def test_facts_name_sources_that_are_listed(ready):
    keys = {source["key"] for source in ready.content["sources"]}
    named = {key for lesson in ready.content["lessons"] for key in lesson["sources"]}
    named |= {key for question in ready.questions.values() for key in question.get("sources", [])}
    assert named <= keys
    assert keys


@pytest.fixture
def organisation_id(app, cast):
    with app.app_context():
        library.ensure_library(cast.organisation_id)
        db.session.commit()
        yield cast.organisation_id


def count(model) -> int:
    return db.session.query(model).count()


@pytest.mark.both_databases
def test_an_organisation_gets_all_of_it_and_the_second_time_nothing(organisation_id):
    assert count(Module) == len(READY)
    assert count(ModuleVersion) == len(READY)
    assert count(Question) == sum(len(ready.questions) for ready in READY)
    assert count(Media) == sum(len(ready.pictures) for ready in READY)
    assert library.ensure_library(organisation_id) == 0


def altered(ready, **content):
    return library.Ready(
        ready.code, ready.content | content, dict(ready.questions), dict(ready.pictures), "another digest"
    )


@pytest.fixture
def newer(monkeypatch):
    """The library after an update: one module says another number of minutes, and asks one question less."""
    changed = altered(READY[0], minutes=99)
    gone = list(changed.questions)[-1]
    del changed.questions[gone]
    monkeypatch.setattr(library, "library", lambda: (changed, *READY[1:]))
    return gone


def test_an_update_is_a_new_version_and_leaves_the_old_one_as_it_was(organisation_id, newer):
    assert library.ensure_library(organisation_id) == 1
    module = db.session.query(Module).filter_by(code=READY[0].code).one()
    versions = db.session.query(ModuleVersion).filter_by(module_id=module.id).order_by("number").all()
    assert [one.content["minutes"] for one in versions] == [READY[0].content["minutes"], 99]
    assert versions[0].superseded_at
    assert module.version_id == versions[1].id
    gone = db.session.query(Question).filter_by(module_id=module.id, key=newer).one()
    assert gone.retired_at
    assert db.session.query(Question).filter_by(module_id=module.id, revision=2).count() == 0


def test_what_an_organisation_changed_is_its_own(organisation_id, newer):
    db.session.query(Module).filter_by(code=READY[0].code).update({"changed": True})
    assert library.ensure_library(organisation_id) == 0
