"""The law of what leaves. Pure."""

from __future__ import annotations

from landsea.policy.model import Effect, Ground, Release, ReleaseRule, Ruling


def judge(release: Release, sender: str, rule: ReleaseRule | None) -> Ruling:
    """`rule`: the one in force from `sender` to the receiver's jurisdiction for this class of data, if there is one.

    A rule decides, also within a jurisdiction. Without one, what stays within the jurisdiction may go and what crosses a border may not.
    """
    if rule is not None:
        return Ruling(release, sender, rule.effect is Effect.ALLOW, Ground.RULE, rule)
    if release.receiver.jurisdiction == sender:
        return Ruling(release, sender, True, Ground.WITHIN)
    return Ruling(release, sender, False, Ground.NO_RULE)
