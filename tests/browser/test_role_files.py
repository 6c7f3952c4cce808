"""A role leaves as a file, is edited, comes back after a look at what changes, and stands beside the old version."""

from __future__ import annotations

import pytest
from django.urls import reverse

from roles.actions import rubrics, shipped
from tests.factories.accounts import UserFactory
from tests.moments import AT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
SLUG = "director-of-machine-learning"


def test_file_goes_out_and_comes_back_changed(sign_in, tmp_path):
    editor = UserFactory(name="Edith Editor", is_rubric_editor=True)
    rubrics.publish(rubric=shipped.load(slug=SLUG, by=editor, at=AT), by=editor, at=AT)
    page = sign_in(editor, reverse("roles:role-detail", args=[SLUG]))
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as a file").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("name: Developing people", "name: Growing people"), encoding="utf-8")

    page.goto(page.url.split("/roles/")[0] + reverse("roles:role-import"))
    page.get_by_label("A role file").set_input_files(path)
    page.get_by_role("button", name="Compare with what is there").click()
    page.get_by_role("heading", name="What the import would do").wait_for()
    assert page.locator("del").last.text_content() == "[removed: Developing]"
    assert page.locator("ins").last.text_content() == "[added: Growing]"
    page.get_by_role("button", name="Make rubric 2 a draft").click()
    page.get_by_role("heading", name="Rubric 2", exact=True).wait_for()

    page.goto(page.url.split("/roles/")[0] + reverse("roles:rubric-compare", args=[SLUG]))
    page.get_by_role("heading", name="From rubric 1 to rubric 2").wait_for()
    assert page.locator("#criterion-team-development ins").text_content() == "[added: Growing]"
    assert "1 criterion reworded." in page.locator("main").inner_text()
