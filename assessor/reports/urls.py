"""Addresses of reports."""

from __future__ import annotations

from django.urls import path

from assessor.reports.views import (
    comparison,
    decisions,
    exports,
    methods,
    portraits,
    shortlists,
    workings,
    written,
)

app_name = "reports"
urlpatterns = [
    path("openings/<slug:slug>/compare/", comparison.comparison, name="comparison"),
    path(
        "openings/<slug:slug>/compare/export/<slug:format>/",
        exports.comparison_export,
        name="comparison-export",
    ),
    path("openings/<slug:slug>/compare/side-by-side/", shortlists.side_by_side, name="side-by-side"),
    path("openings/<slug:slug>/compare/agreement/", workings.agreement_cards, name="agreement-cards"),
    path(
        "openings/<slug:slug>/compare/agreement/<str:key>/",
        workings.agreement_detail,
        name="agreement-detail",
    ),
    path(
        "openings/<slug:slug>/compare/interviewers/<str:ref>/",
        workings.interviewer_detail,
        name="interviewer-detail",
    ),
    path("applications/<str:ref>/copy/<slug:format>/", exports.own_copy, name="own-copy"),
    path("applications/<str:ref>/report/", portraits.application_report, name="application-report"),
    path("applications/<str:ref>/decide/", decisions.decision_create, name="decision-create"),
    path("decisions/<str:ref>/", decisions.decision_detail, name="decision-detail"),
    path("decisions/<str:ref>/comparison/", exports.decided_comparison, name="decided-comparison"),
    path("exports/", written.export_list, name="export-list"),
    path("exports/<str:ref>/", written.export_detail, name="export-detail"),
    path("exports/<str:ref>/file/", written.export_file, name="export-file"),
    path("methods/", methods.methods, name="methods"),
]
