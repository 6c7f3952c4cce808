"""What all pages of the admin share: who may do what, saving through actions, and refusals as messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin, messages
from django.db import models
from django.forms import BaseModelFormSet, Form, Textarea
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from assessor.accounts.models import User
from assessor.base.refused import Refused
from roles.admin.forms import NamedFieldsFormSet
from roles.permissions import can_edit_roles


class Words(Textarea):
    """A text of several lines. Browsers send carriage returns, which would be words that nobody changed."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        value: str | None = super().value_from_datadict(data, files, name)
        return value.replace("\r\n", "\n") if value else value


LONG_TEXT: dict[Any, Any] = {
    models.TextField: {"widget": Words(attrs={"rows": 6, "class": "vLargeTextField"})}
}
SMALL_TEXT: dict[Any, Any] = {models.TextField: {"widget": Words(attrs={"rows": 3, "cols": 60})}}

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin[Any]
    _Inline = admin.options.InlineModelAdmin[Any, Any]
else:
    _Admin = object
    _Inline = object


def user_of(request: HttpRequest) -> User:
    """Return who is signed in; nobody else gets here."""
    return cast(User, request.user)


class EditorsAdmin(_Admin):
    """Rubric editors write, administrators look, nobody changes what `is_open` says is closed."""

    view_on_site = False
    formfield_overrides = LONG_TEXT

    def is_open(self, obj: Any) -> bool:
        """Say whether this very object can be changed."""
        return True

    def save_part(self, request: HttpRequest, part: Any) -> None:
        """Save one row of an inline through its action."""
        raise NotImplementedError

    def delete_part(self, request: HttpRequest, part: Any) -> None:
        """Delete one row of an inline through its action."""
        raise NotImplementedError

    def has_module_permission(self, request: HttpRequest) -> bool:
        return user_of(request).is_staff

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return user_of(request).is_staff

    def has_add_permission(self, request: HttpRequest) -> bool:
        return can_edit_roles(user_of(request))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can_edit_roles(user_of(request)) and (obj is None or self.is_open(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def save_formset(
        self, request: HttpRequest, form: Form, formset: BaseModelFormSet[Any, Any], change: bool
    ) -> None:
        saved = formset.save(commit=False)
        for part in formset.deleted_objects:
            self.delete_part(request, part)
        for part in saved:
            self.save_part(request, part)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refused as refused:
            return self.refuse(request, refused)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().delete_view(request, *args, **kwargs)
        except Refused as refused:
            return self.refuse(request, refused)

    def refuse(self, request: HttpRequest, refused: Refused) -> HttpResponse:
        """Show the sentence on the page the person is at."""
        self.message_user(request, refused.sentence, messages.ERROR)
        return HttpResponseRedirect(request.get_full_path())

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """List what is deleted. The parts of a draft go with it, though its foreign keys protect them."""
        objects = list(objs)
        closed = {self.opts.verbose_name for obj in objects if not self.has_delete_permission(request, obj)}
        counts = {str(self.opts.verbose_name_plural): len(objects)}
        return [str(obj) for obj in objects], counts, closed, []

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for obj in queryset:
            self.delete_model(request, obj)


class PartsInline(_Inline):
    """Rows of an open object can be changed by those who may edit; `parent_is_open` asks the page's object."""

    extra = 1
    formset = NamedFieldsFormSet
    formfield_overrides = SMALL_TEXT

    def parent_is_open(self, parent: Any) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return user_of(request).is_staff

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can_edit_roles(user_of(request)) and (obj is None or self.parent_is_open(obj))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)


class ForcefulInline(PartsInline):
    """Rows whose deletion takes what hangs on them along, or retires them: the action decides, not the admin."""

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)

        class Form(formset.form):  # type: ignore[misc,name-defined]
            def hand_clean_DELETE(self) -> None:  # noqa: N802  # the admin's own name for its check
                return

        formset.form = Form
        return formset
