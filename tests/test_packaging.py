"""What is in the source distribution."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_whatever_the_read_me_links_is_in_the_source_distribution() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    carried = project["tool"]["hatch"]["build"]["targets"]["sdist"]["only-include"]
    links = re.findall(r"\]\(([^)#]+)", (ROOT / "README.md").read_text(encoding="utf-8"))
    local = {link for link in links if "://" not in link}
    assert {"ARCHITECTURE.md", "CONTRIBUTING.md"} <= local
    for link in local:
        assert (ROOT / link).exists()
        assert Path(link).parts[0] in carried
