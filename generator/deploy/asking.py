"""Asking AWS many things at once, while regions may be down: which ones did not answer, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Final, Generic, TypeVar

from generator.cloudformation.regions import OPT_IN_REGIONS
from generator.errors import AccessError, AwsError, CredentialsError

_Answer = TypeVar("_Answer")
_Key = TypeVar("_Key")

NOT_ENABLED: Final = "the account has not enabled this region"


class Question(Generic[_Answer]):
    """Something that was asked, and need not have been answered yet."""

    def __init__(self, wait: Callable[[_Answer], _Answer]) -> None:
        self._wait = wait

    @classmethod
    def known(cls, value: _Answer) -> Question[_Answer]:
        """One whose answer is known without asking."""
        return cls(lambda default: value)

    def answer(self, default: _Answer) -> _Answer:
        """Wait for it; `default`, noted as unread, when the region does not answer or was not to be asked."""
        return self._wait(default)


class Asking:
    """`unread`: region ─▶ why it could not be read, without its name; `denied`: what to do about it, where the caller
    lacks a permission. Such a region is asked nothing more.

    `enabled` are the regions that the account can use; empty: that is not known.
    """

    def __init__(self, pool: ThreadPoolExecutor, unread: Mapping[str, str], enabled: frozenset[str]) -> None:
        self.unread = dict(unread)
        self.denied: dict[str, str] = {}
        self._pool = pool
        self._enabled = enabled

    @property
    def silent(self) -> frozenset[str]:
        """The regions that are known to give no answer, and are not to be asked in other ways either."""
        return frozenset(self.unread) | (OPT_IN_REGIONS - self._enabled if self._enabled else frozenset())

    def ask(self, region: str, call: Callable[[], _Answer]) -> Question[_Answer]:
        """Begin to ask; what comes of it is known when the answer is wanted."""
        if self._enabled and region not in self._enabled:
            self.unread.setdefault(region, NOT_ENABLED)
        if region in self.unread:
            return Question(lambda default: default)
        return Question(partial(self._result, region, self._pool.submit(call)))

    def each(
        self, keys: Mapping[_Key, str], call: Callable[[_Key], _Answer | None]
    ) -> dict[_Key, Question[_Answer | None]]:
        """Begin to ask the same of many: key ─▶ region where it is asked."""
        return {key: self.ask(region, partial(call, key)) for key, region in keys.items()}

    def _result(self, region: str, future: Future[_Answer], default: _Answer) -> _Answer:
        try:
            return future.result()
        except AwsError as error:
            self._note(region, error)
            return default

    def _note(self, region: str, error: AwsError) -> None:
        """Keep why a region does not answer, the first reason of all. Credentials that are not valid are raised."""
        if isinstance(error, CredentialsError):
            # A region that is not enabled does not know the caller either; whoever calls was known before.
            if self._enabled or region not in OPT_IN_REGIONS:
                raise error
            self.unread.setdefault(region, NOT_ENABLED)
            return
        if isinstance(error, AccessError) and region not in self.unread:
            self.denied[region] = error.advice
        self.unread.setdefault(region, error.message.removeprefix(f"{region}: "))


@contextmanager
def asking(workers: int, unread: Mapping[str, str], enabled: frozenset[str]) -> Iterator[Asking]:
    """Ask in `workers` threads. When it ends early, what has not begun is never asked, and nothing is waited for."""
    pool = ThreadPoolExecutor(workers, thread_name_prefix="read")
    try:
        yield Asking(pool, unread, enabled)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def answered(questions: Mapping[_Key, Question[_Answer | None]]) -> dict[_Key, _Answer]:
    """Wait for all; what is not there, or was not answered, is left out."""
    answers = {key: question.answer(None) for key, question in questions.items()}
    return {key: answer for key, answer in answers.items() if answer is not None}
