"""Addresses of the screens."""

from __future__ import annotations

from django.urls import include, path

from obmen.node.api.health import health
from obmen.node.web.views import (
    acts,
    answer,
    articles,
    attachments,
    card,
    check,
    journal,
    papers,
    post,
    registry,
    signing,
    term,
    wizard,
    work,
)

urlpatterns = [
    path("", work.my_work, name="my_work"),
    path("outgoing/", work.outgoing, name="outgoing"),
    path("incoming/", work.incoming, name="incoming"),
    path("to-sign/", work.to_sign, name="to_sign"),
    path("requests/new/", wizard.new, name="new_request"),
    path("cases/<uuid:case_id>/", card.card, name="card"),
    path("cases/<uuid:case_id>/request/<slug:slug>/", wizard.page, name="request_page"),
    path("cases/<uuid:case_id>/check/", check.check, name="check"),
    path("cases/<uuid:case_id>/sign/", signing.sign, name="sign"),
    path("cases/<uuid:case_id>/sign/document.pdf", signing.prepared_pdf, name="prepared_pdf"),
    path("cases/<uuid:case_id>/sign/ASiCManifest001.xml", signing.to_sign, name="to_sign_elsewhere"),
    path("cases/<uuid:case_id>/return/", signing.give_back, name="return"),
    path("cases/<uuid:case_id>/send/", acts.send_case, name="send"),
    path("cases/<uuid:case_id>/register/", acts.register_case, name="register"),
    path("cases/<uuid:case_id>/assign/", acts.assign_case, name="assign"),
    path("cases/<uuid:case_id>/close/", acts.close_case, name="close"),
    path("cases/<uuid:case_id>/answer/", answer.begin, name="answer"),
    path("cases/<uuid:case_id>/answer/<int:at>/", answer.item, name="answer_item"),
    path("cases/<uuid:case_id>/answer/check/", answer.check, name="answer_check"),
    path("cases/<uuid:case_id>/attachments/", attachments.drafted, name="attachments"),
    path("cases/<uuid:case_id>/term/", term.term, name="term"),
    path("cases/<uuid:case_id>/evidence/", papers.evidence, name="evidence"),
    path("cases/<uuid:case_id>/documents/<uuid:message_id>/", papers.document, name="document"),
    path("cases/<uuid:case_id>/documents/<uuid:message_id>/document.pdf", papers.document_pdf, name="document_pdf"),
    path("cases/<uuid:case_id>/documents/<uuid:message_id>/container.asice", papers.container, name="container"),
    path(
        "cases/<uuid:case_id>/documents/<uuid:message_id>/attachments/<slug:number>/",
        attachments.sent,
        name="attachment",
    ),
    path("post/", post.post, name="post"),
    path("journal/", journal.entries, name="journal"),
    path("journal/export/", journal.export, name="journal_export"),
    path("register/", registry.parties, name="registry"),
    path("register/authorities/", registry.find, name="registry_find"),
    path("register/may-ask/", registry.may_ask, name="may_ask"),
    path("register/term/", registry.due, name="registry_term"),
    path("register/editions/", registry.editions, name="registry_editions"),
    path("register/<slug:code>/", registry.party, name="registry_party"),
    path("articles/<int:number>/", articles.article, name="article"),
    path("accounts/", include("allauth.urls")),
    path("health", health, name="health"),
]

handler400 = "obmen.node.web.views.errors.bad_request"
handler403 = "obmen.node.web.views.errors.forbidden"
handler404 = "obmen.node.web.views.errors.not_found"
handler500 = "obmen.node.web.views.errors.broken"
