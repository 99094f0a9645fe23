from __future__ import annotations

from django.apps import AppConfig


class VolunteersConfig(AppConfig):
    name = "volunteers"
    verbose_name = "三长与志愿者"

    def ready(self) -> None:
        from communities import chronicle
        from communities.deliberation_signups import forget_phones as forget_signed_up
        from guicheng.accounts import keeping
        from guicheng.exchange.kinds import register
        from guicheng.pictures.sizes import files_go_with
        from stations.signups import forget_phones

        from .due import register_dues
        from .due_evaluation import register_evaluation_dues
        from .due_ledger import register_ledger_dues
        from .due_mediators import register_mediator_dues
        from .due_offers import messages_left, register_offer_dues
        from .erasure import register_eraser
        from .erasure_roles import forget_roles
        from .evaluation_review import forget_person as forget_results
        from .exchange import HeadsKind, forget_person
        from .exchange_contacts import ContactsKind, forget_head
        from .exchange_mediators import MediatorsKind, forget_mediator
        from .handover import register_open_matters
        from .measures import register_own
        from .models import ContactPhoto
        from .offering import remove_old_messages, remove_old_offers
        from .overview_parts import register_overview
        from .public_people import deeds_in_time
        from .targets import register_targets

        register(HeadsKind())
        register(ContactsKind())
        register(MediatorsKind())
        register_eraser(forget_person)
        register_eraser(forget_head)
        register_eraser(forget_mediator)
        register_eraser(forget_roles)
        register_eraser(lambda who: forget_phones(who.prints))
        register_eraser(lambda who: forget_signed_up(who.prints))
        register_eraser(lambda who: forget_results(who.keys, who.names))
        register_own()
        register_overview()
        register_dues()
        register_offer_dues()
        register_open_matters(messages_left)
        keeping.register("给楼长的留言", remove_old_messages)
        keeping.register("我也来出一份力的报名", remove_old_offers)
        register_ledger_dues()
        register_evaluation_dues()
        register_mediator_dues()
        register_targets()
        chronicle.register("worthies", deeds_in_time)
        files_go_with(ContactPhoto)
