"""The talk about an appointment, pure: service, free places, one of them, yes; and what one has is moved, called off.

Steps: `service`, `offered` (places are numbered), `confirm` (one is held), `which` and `have` (about what he has).
"""

from __future__ import annotations

from dataclasses import replace

from smsbox.dialogs.appointments import heeding, texts
from smsbox.dialogs.appointments.calendar import Place, local, minute_of
from smsbox.dialogs.appointments.deeds import CallOff, Hold, Keep, Release, Wait
from smsbox.dialogs.appointments.rows import Appointment
from smsbox.dialogs.appointments.standing import Stand
from smsbox.dialogs.appointments.turn import Talk
from smsbox.dialogs.appointments.whens import When, follow
from smsbox.dialogs.moves import Effect, ForPeople, Move, joined

SERVICE, OFFERED, CONFIRM, WHICH, HAVE = "service", "offered", "confirm", "which", "have"


class Turn(Talk):
    """One turn, and the move that answers it."""

    # ── finding a place

    def begin(self) -> Move:
        """He wants to come: what for, who serves, when – as far as he has said so."""
        text, plan = self.heard.rest, self.view.plan
        named = heeding.services(plan, text, numbers=False)
        turn = self.at(resource=heeding.resource(plan, text), when=self.read())
        several = heeding.several(plan, text, [each.code for each in plan.services])
        if several:
            return turn.first(several)
        people = (ForPeople(),) if "?" in text and not named[1:] and not turn.stand.when.said else ()
        if len(named) != 1:
            return turn.ask_service([each.code for each in named] or [each.code for each in plan.services], *people)
        return turn.at(service=named[0].code).look(*people)

    def first(self, codes: list[str]) -> Move:
        """He wants several services: the first one now, and he is told that the others come after it."""
        first, *others = codes
        move = self.at(service=first, after=tuple(others)).look()
        say = self.flow.say("first", first=self.titles([first]), others=self.titles(others))
        return replace(move, says=(joined(say, *move.says),))

    def ask_service(self, codes: list[str], *effects: Effect) -> Move:
        """What he comes for."""
        turn = self.at(options=tuple(codes))
        titles = texts.numbered(self.view.plan.service(code).title for code in codes)
        return turn.say("ask_service", *effects, step=SERVICE, list=titles)

    def look(self, *effects: Effect, key: str = "offer") -> Move:
        """Offer what comes closest to what he wants; what he named to the minute is his to confirm."""
        wanted = self.wanted
        if wanted.resource and wanted.resource not in wanted.service.resources:
            return self.at(resource="").look(*effects, key=key)  # who he names does not do that
        if wanted.when.no_day:
            return self.at(offered=()).say("no_day", *effects, step=OFFERED)
        places, fits = self.view.offers(wanted)
        if fits and wanted.when.at is not None and len(wanted.when.days) == 1:
            return self.hold(places[0], *effects)
        if not places:
            return self.at(offered=()).say("no_more" if wanted.seen else "full", *effects, step=OFFERED)
        seen = (*wanted.seen, *(each.at for each in places))
        turn = self.at(offered=tuple(places), seen=seen)
        said = key if fits or key != "offer" else "instead" if self.view.open_then(wanted) else "closed"
        what = ", ".join(filter(None, (wanted.service.title, wanted.resource)))
        return turn.say(said, *effects, step=OFFERED, list=turn.listed, service=what)

    def hold(self, place: Place, *effects: Effect) -> Move:
        """This place, if it still is free: held until he says yes, or his at once where the shop wants it so."""
        wanted, plan = self.wanted, self.view.plan
        if wanted.moving is None and len(self.view.mine) >= plan.most:
            return self.about(heeding.STATUS)
        if not self.view.free(wanted, place):
            return self.at(seen=(place.at,)).look(*effects, key="taken")
        if not plan.confirm:
            return self.at(offered=(place,)).keep()
        turn = self.at(offered=(place,))
        held = Hold(wanted.service, place, self.heard.now + plan.hold, wanted.moving)
        facts = {"when": self.spoken(place), "till": texts.clock(held.until, self.view.zone)}
        return turn.say("confirm", *effects, held, step=CONFIRM, service=wanted.service.title, **facts)

    def keep(self) -> Move:
        """It is his, or was already; even after the time it was held, as long as nobody else has taken it."""
        wanted, place = self.wanted, self.stand.offered[0]
        for mine in (each for each in self.view.mine if each.place == place):
            return self.say("kept", Release(), outcome="done", **self.of(mine))
        if not self.view.free(wanted, place):
            return self.at(seen=()).look(Release(), key="taken")
        people = next((self.late(each) for each in self.view.mine if each.id == wanted.moving), ())
        key, deed = "moved" if wanted.moving else "kept", Keep(wanted.service, place, wanted.moving)
        told = self.say(key, deed, *people, outcome="done", service=wanted.service.title, when=self.spoken(place))
        after = self.stand.after
        if not after:
            return told
        facts = {"others": self.titles(after), "code": after[0], "word": self.flow.words[0]}
        return replace(told, says=(*told.says, self.flow.say("besides", **facts)))

    def call_off(self, one: Appointment) -> Move:
        """He does not come."""
        return self.say("cancelled", CallOff(one.id), *self.late(one), outcome="done", **self.of(one))

    # ── what he answers

    def hear(self, step: str) -> Move:
        """An answer at that step; of another appointment than the one he is asked about now he speaks by its name."""
        other = self._other(step)
        if other is not None:
            return other
        return {
            SERVICE: self._service,
            OFFERED: self._offered,
            CONFIRM: self._confirm,
            WHICH: self._which,
            HAVE: self._have,
        }[step]()

    def _other(self, step: str) -> Move | None:
        """In the middle of another talk he moves, or calls off, what he has already."""
        what, mine = heeding.command(self.heard), self.view.mine
        if step not in (SERVICE, OFFERED, CONFIRM) or self.stand.moving is not None or not mine:
            return None
        named = self.named(mine)
        if what not in (heeding.MOVE, heeding.CALL_OFF) or (what == heeding.CALL_OFF and named is None):
            return None  # "cancel" alone is said of what he is asked about
        if named is not None and what == heeding.CALL_OFF and named.service == self.stand.service:
            return None
        after = (self.stand.service,) if self.stand.service else self.stand.after
        turn = Turn(self.flow, self.view, self.heard, Stand(after=after))
        move = turn.with_one(what, named) if named is not None else turn.about(what)
        return replace(move, effects=(Release(), *move.effects))

    def _service(self) -> Move:
        codes = list(self.stand.options)
        several = heeding.several(self.view.plan, self.heard.rest, codes)
        if several:
            when = self.read()
            kept = when if when.days or when.time_said else self.stand.when
            return self.at(when=kept, resource=self.stand.resource).first(several)
        place = heeding.chosen(self.heard, len(codes))
        named = [
            each for each in heeding.services(self.view.plan, self.heard.rest, numbers=False) if each.code in codes
        ]
        if len(named) == 1:
            place = codes.index(named[0].code)
        said = self.read()  # "2" is a number, "2, завтра зранку" says more
        if place is None:  # "завтра" is no service, and not forgotten
            turn = self.at(when=follow(self.stand.when, said)) if said.days or said.time_said else self
            return replace(turn.ask_service(codes), understood=False)
        turn = self.at(service=codes[place], when=said if said.days or said.time_said else self.stand.when)
        return turn.at(resource=heeding.resource(self.view.plan, self.heard.rest) or self.stand.resource).look()

    def _offered(self) -> Move:
        said, agreed = self.read(), heeding.agrees(self.heard)
        place = self._chosen(said)
        if place is not None:
            return self.hold(place)
        if heeding.waits(self.heard):
            return self.wait()
        if heeding.drops(self.heard) and not said.said:
            return self.give_up()
        person = heeding.resource(self.view.plan, self.heard.rest)
        if said.said or person:
            when = follow(self.stand.when, said) if said.said else self.stand.when
            return self.at(when=when, resource=person or self.stand.resource, seen=()).look()
        if agreed is False or heeding.more(self.heard):
            return self.at(seen=self.stand.seen).look()
        if agreed and len(self.stand.offered) == 1:
            return self.hold(self.stand.offered[0])
        return replace(self.asked(OFFERED), understood=False)

    def _chosen(self, said: When) -> Place | None:
        """One of the offered places, by its number, or by a time that only one of them has."""
        offered = self.stand.offered
        bare = not said.days and not said.time_said
        number = heeding.chosen(self.heard, len(offered)) if bare else None
        if number is not None:
            return offered[number]
        if said.at is None:
            return None
        zone = self.view.zone
        fit = [each for each in offered if said.fits(local(each.at, zone).date(), minute_of(each.at, zone))]
        return fit[0] if len(fit) == 1 else None

    def wait(self) -> Move:
        """He is told when something gets free."""
        stand, wanted = self.stand, self.wanted
        return self.say("waiting", Wait(wanted.service, stand.resource, stand.when, stand.seen), outcome="done")

    def _confirm(self) -> Move:
        said, agreed = self.read(), heeding.agrees(self.heard)
        if agreed and not said.said:
            return self.keep()
        if heeding.drops(self.heard) and not said.said:
            return self.give_up()
        person = heeding.resource(self.view.plan, self.heard.rest)
        if said.said or person:
            turn = self.at(when=follow(self._held_when(), said), seen=(), resource=person or self.stand.resource)
            return turn.look(Release())
        if agreed is None and heeding.bare_number(self.heard):
            return replace(self._in_words(), understood=False)
        if agreed is not None or heeding.more(self.heard):
            seen = (self.stand.offered[0].at,)
            return self.at(seen=seen, when=replace(self.stand.when, at=None)).look(Release())
        return replace(self.asked(CONFIRM), understood=False)

    def _in_words(self) -> Move:
        """ "1" may be a yes, or another of the times he saw before: he is asked for the word."""
        place = self.stand.offered[0]
        facts = {"service": self.wanted.service.title, "when": self.spoken(place)}
        return self.say("in_words", step=CONFIRM, **facts)

    def _held_when(self) -> When:
        """What he wanted, for who now names but another hour or another day."""
        day = local(self.stand.offered[0].at, self.view.zone).date()
        return replace(self.stand.when, days=(day,), at=None)

    def give_up(self) -> Move:
        """He wants none of it: what was held is free, and what he was to move stays where it is."""
        moved = next((each for each in self.view.mine if each.id == self.stand.moving), None)
        if moved is not None:
            return self.say("stays", Release(), outcome="left", **self.of(moved))
        return self.say("left", Release(), outcome="left")

    # ── about what he has

    def about(self, what: str) -> Move:
        """What he has is to be moved or called off, or he wants to know it; asked which, where there are several."""
        mine = self.view.mine
        if not mine:
            return self.say("nothing", outcome="done")
        if what == heeding.STATUS:
            said = "; ".join(f"{facts['service']}, {facts['when']}" for facts in map(self.of, mine[:3]))
            return self.say("yours", outcome="done", list=said)
        named = mine[0] if len(mine) == 1 else self.named(mine)
        if named is not None:
            return self.with_one(what, named)
        several = texts.numbered(f"{facts['service']}, {facts['when']}" for facts in map(self.of, mine[:4]))
        turn = self.at(options=tuple(str(each.id) for each in mine[:4]), what=what, when=self.read())
        return turn.say("which", step=WHICH, list=several)

    def with_one(self, what: str, one: Appointment) -> Move:
        """That one."""
        if what == heeding.CALL_OFF:
            return self.call_off(one)
        when = self.stand.when if self.stand.when.said else self.read()
        person = heeding.resource(self.view.plan, self.heard.rest) or one.resource
        turn = self.at(service=one.service, resource=person, moving=one.id, seen=(one.at,), when=when, options=())
        return turn.look()

    def have(self, *effects: Effect) -> Move:
        """He has an appointment, and sent the word alone."""
        mine = self.view.mine
        first, *more = map(self.of, mine[:3])
        when = "; ".join([first["when"], *(f"{facts['service']}, {facts['when']}" for facts in more)])
        turn = self.at(options=tuple(str(each.id) for each in mine[:1]))
        return turn.say("have", *effects, step=HAVE, service=first["service"], when=when)

    def _which(self) -> Move:
        place = heeding.chosen(self.heard, len(self.stand.options))
        one = None if place is None else self._mine(self.stand.options[place])
        if one is None:
            return replace(self.about(self.stand.what), understood=False)
        return self.with_one(self.stand.what, one)

    def _have(self) -> Move:
        place, what = heeding.chosen(self.heard, 3), heeding.command(self.heard)
        one = self._mine(self.stand.options[0])
        if place == 2 and len(self.view.mine) < self.view.plan.most:  # the third choice
            return replace(self, heard=replace(self.heard, rest=""), stand=Stand()).begin()
        if what in (heeding.MOVE, heeding.CALL_OFF) or place is not None:
            what = what or (heeding.MOVE, heeding.CALL_OFF, heeding.STATUS)[place or 0]
            if one is None or what == heeding.STATUS or len(self.view.mine) > 1:
                return self.about(what)
            return self.with_one(what, one)
        if self.read().said and one is not None:
            return self.with_one(heeding.MOVE, one)
        if one is None:
            return self.about(heeding.STATUS)
        return replace(self.have(), understood=False)

    def _mine(self, key: str) -> Appointment | None:
        return next((each for each in self.view.mine if str(each.id) == key), None)

    def asked(self, step: str) -> Move:
        """What was asked at that step, once more."""
        if step == SERVICE:
            return self.ask_service(list(self.stand.options))
        if step in (WHICH, HAVE):
            return self.about(self.stand.what) if step == WHICH else self.have()
        if step == CONFIRM:
            return self.hold(self.stand.offered[0])
        if not self.stand.offered:
            return self.say("ask_when", step=OFFERED)
        return self.say("again", step=OFFERED, list=self.listed)
