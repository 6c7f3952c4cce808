"""Addresses of interviews, and of the pages that show them: one opening, one application, one seat."""

from __future__ import annotations

from django.urls import path

from assessor.interviews.views import (
    amendments,
    applications,
    autosave,
    cards,
    conflicts,
    coverage,
    kits,
    openings,
    planning,
    previews,
    reminders,
    replies,
    rubrics,
    side_by_side,
)

app_name = "interviews"
urlpatterns = [
    path("roles/<slug:slug>/rubrics/<int:number>/preview/", previews.rubric_preview, name="rubric-preview"),
    path("openings/<slug:slug>/", openings.opening_detail, name="opening-detail"),
    path("openings/<slug:slug>/rubric/", rubrics.opening_rubric, name="opening-rubric"),
    path("openings/<slug:slug>/coverage/", coverage.opening_coverage, name="opening-coverage"),
    path("openings/<slug:slug>/rounds/<int:pk>/kit/", kits.round_kit, name="round-kit"),
    path("openings/<slug:slug>/panel/", openings.panel_seat, name="panel-seat"),
    path("applications/<str:ref>/", applications.application_detail, name="application-detail"),
    path(
        "applications/<str:ref>/side-by-side/",
        side_by_side.application_side_by_side,
        name="application-side-by-side",
    ),
    path("applications/<str:ref>/delete/", applications.application_delete, name="application-delete"),
    path("applications/<str:ref>/interviews/new/", planning.interview_plan, name="interview-plan"),
    path("applications/<str:ref>/conflict/", conflicts.application_conflict, name="application-conflict"),
    path(
        "applications/<str:ref>/conflicts/<str:person>/lift/", conflicts.conflict_lift, name="conflict-lift"
    ),
    path("interviews/<str:ref>/edit/", planning.interview_edit, name="interview-edit"),
    path("interviews/<str:ref>/cancel/", planning.interview_cancel, name="interview-cancel"),
    path("interviews/<str:ref>/seats/", planning.seat_add, name="seat-add"),
    path("seats/<str:ref>/", cards.seat_card, name="seat-card"),
    path("seats/<str:ref>/kit/", kits.seat_kit, name="seat-kit"),
    path("seats/<str:ref>/note/", autosave.seat_note, name="seat-note"),
    path("seats/<str:ref>/interview.ics", kits.seat_calendar, name="seat-calendar"),
    path("seats/<str:ref>/fields/", autosave.seat_fields, name="seat-fields"),
    path("seats/<str:ref>/accept/", replies.seat_accept, name="seat-accept"),
    path("seats/<str:ref>/decline/", replies.seat_decline, name="seat-decline"),
    path("seats/<str:ref>/remind/", reminders.seat_remind, name="seat-remind"),
    path("seats/<str:ref>/amend/", amendments.seat_amend, name="seat-amend"),
    path("seats/<str:ref>/amend/drop/", amendments.seat_amend_drop, name="seat-amend-drop"),
    path("seats/<str:ref>/replace/", planning.seat_replace, name="seat-replace"),
    path("seats/<str:ref>/remove/", planning.seat_remove, name="seat-remove"),
    path("scorecards/<str:ref>/", cards.scorecard_detail, name="scorecard-detail"),
    path("scorecards/<str:ref>/reopen/", amendments.scorecard_reopen, name="scorecard-reopen"),
    path("files/<str:ref>/", applications.file_download, name="file-download"),
    path("people/<str:ref>/handover/", planning.person_handover, name="person-handover"),
]
