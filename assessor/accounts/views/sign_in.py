"""Signing in, also in the middle of something: what was typed meanwhile is given back to who typed it."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from allauth.account.views import LoginView
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from assessor.base.held import Held, read_held


def give_back(request: HttpRequest, held: Held, *, status: int = 200) -> HttpResponse:
    """Let a form that did not go through be sent again by who typed it; strangers sign in first, on a page with it."""
    if not request.user.is_authenticated:
        context = {"form": LoginForm(request=request), "held": held}
        return TemplateResponse(request, "account/login.html", context, status=401)
    own = held if held.author == request.user.ref else None
    return TemplateResponse(request, "account/send_again.html", {"held": own}, status=status)


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):  # type: ignore[misc]  # allauth ships no types
    """allauth's own, which carries a form along when there is one."""

    @property
    def held(self) -> Held | None:
        return read_held(self.request.POST.get("held", ""))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Somebody may have signed in meanwhile, in another window."""
        if request.user.is_authenticated and self.held:
            return give_back(request, self.held)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def form_valid(self, form: LoginForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        return (
            give_back(self.request, self.held)
            if self.held and self.request.user.is_authenticated
            else response
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"held": self.held}


@login_not_required
@require_safe
def session_now(request: HttpRequest) -> HttpResponse:
    """Tell a page that was left open who is signed in by now, and give it the token its next request needs."""
    person = request.user.ref if request.user.is_authenticated else None
    return JsonResponse({"person": person, "token": get_token(request)})
