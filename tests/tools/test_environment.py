from tools import environment, pins


def test_a_changed_included_file_changes_the_digest(tmp_path):
    (tmp_path / "requirements.txt").write_text("flask==3\n")
    (tmp_path / "dev.txt").write_text("-r requirements.txt\npytest==9\n")
    before = environment.digest(tmp_path / "dev.txt")
    (tmp_path / "requirements.txt").write_text("flask==4\n")
    assert environment.digest(tmp_path / "dev.txt") != before


def test_the_environment_of_another_checkout_is_not_usable(tmp_path, monkeypatch):
    venv = tmp_path / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").write_text("")
    (venv / "pyvenv.cfg").write_text("command = /usr/bin/python3 -m venv /elsewhere/.venv\n")
    monkeypatch.setattr(environment, "VENV", venv)
    monkeypatch.setattr(environment, "PYTHON", venv / "bin" / "python")
    assert not environment.usable()


def test_pins_are_read_with_extras_and_without_reasons(tmp_path, monkeypatch):
    (tmp_path / "requirements.txt").write_text("psycopg[binary]==3.3.9   # PostgreSQL\n\nJinja2==3.1.6\n")
    (tmp_path / "requirements-dev.txt").write_text("-r requirements.txt\net_xmlfile==2.0.0\n")
    monkeypatch.setattr(pins, "PROJECT", tmp_path)
    assert pins.pinned() == {("psycopg", "3.3.9"), ("jinja2", "3.1.6"), ("et-xmlfile", "2.0.0")}
