"""What git knows of the folder that an app lives in: revisions, and the files below a folder at one of them.

Git is asked, never told: no checkout, index or reference is touched. Its environment variables count as they do for any
git command, also in a hook. What cannot be is a `UsageError` with the way out; what git should have been able to do and
could not is a `GitError`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from generator.errors import GitError, UsageError

ELSEWHERE = "name what to compare with: --against REF, or --against FOLDER"
WITHOUT_GIT = "install it, or compare with a folder: --against FOLDER"
NAMED = "name a branch, a tag or a commit; a branch that is not here yet comes with `git fetch`"
UNSHALLOW = "fetch the history first: `git fetch --unshallow` (GitHub Actions: `fetch-depth: 0` at the checkout)"

_DEFAULT_BRANCHES = (
    "refs/remotes/origin/HEAD",
    "refs/remotes/origin/main",
    "refs/remotes/origin/master",
    "refs/heads/main",
    "refs/heads/master",
)


class Revision(Struct, frozen=True, kw_only=True):
    """A commit by its full id, and what led to it in words: `HEAD~1`, `merge base with origin/main`."""

    commit: str
    name: str

    @property
    def short(self) -> str:
        """The beginning of the id, for people."""
        return self.commit[:8]


class _Answer(NamedTuple):
    code: int
    out: bytes
    reason: str


class Repository(Struct, frozen=True, kw_only=True):
    """The repository around a folder. `folder` is where git runs; `shallow`: a part of the history is not here."""

    folder: str
    shallow: bool

    def revision(self, ref: str) -> Revision:
        """The commit that a user means by `ref`; `<ref>...` is the merge base with it. `UsageError`: there is none."""
        if ref.endswith("..."):
            return self.merge_base(ref.removesuffix("..."))
        return Revision(commit=self._commit(ref), name=ref)

    def merge_base(self, ref: str | None = None) -> Revision:
        """The commit that HEAD and `ref` (default: the default branch) both come from. `UsageError`: there is none."""
        if self.find("HEAD") is None:
            raise UsageError("the git repository has no commit yet", f"commit build/ first, or {ELSEWHERE}")
        name, commit = self._default_branch() if ref is None else (ref, self._commit(ref))
        answer = self._ask("merge-base", "HEAD", commit)
        if answer.code == 0:
            return Revision(commit=answer.out.decode().strip(), name=f"the merge base with {name}")
        if answer.code != 1:
            raise _failed("merge-base", answer)
        if self.shallow:
            raise UsageError(f"this clone is shallow and does not reach the merge base with {name}", UNSHALLOW)
        raise UsageError(f"HEAD and {name} have no commit in common", ELSEWHERE)

    def find(self, ref: str) -> str | None:
        """The full id of the commit that `ref` names, if it names one."""
        if not ref or ref.startswith("-"):
            return None
        answer = self._ask("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
        return answer.out.decode().strip() if answer.code == 0 else None

    def files(self, revision: Revision, folder: str, *, suffix: str) -> Mapping[str, bytes] | None:
        """Regular files with this ending below a folder of the work tree, by their path from it with `/`.

        `None` when the revision has no such folder.
        """
        tree = self._tree(revision, folder)
        if tree is None:
            return None
        listed = self._want("ls-tree", "-r", "-z", "--full-tree", tree)
        entries = [os.fsdecode(entry).partition("\t") for entry in listed.split(b"\0") if entry]
        found = {path: entry.split() for entry, _, path in entries if path.endswith(suffix)}
        ids = {path: entry[2] for path, entry in found.items() if entry[0].startswith("100")}
        return dict(zip(ids, self._blobs(list(ids.values())), strict=True))

    def _tree(self, revision: Revision, folder: str) -> str | None:
        below = os.path.relpath(folder, self.folder).replace(os.sep, "/")
        named = f"{revision.commit}:./{below}"
        answer = self._ask("rev-parse", "--verify", "--quiet", named)
        if answer.code != 0:
            return None
        found = answer.out.decode().strip()
        return found if self._want("cat-file", "-t", found).strip() == b"tree" else None

    def _blobs(self, ids: Sequence[str]) -> list[bytes]:
        """The content of each object, in this order, from one process."""
        out = self._want("cat-file", "--batch", given="".join(f"{each}\n" for each in ids).encode())
        contents: list[bytes] = []
        start = 0
        for each in ids:
            end = out.index(b"\n", start)
            header = out[start:end].split()
            if len(header) != 3:  # `<id> missing`: a partial clone that is offline, or a damaged one
                raise GitError(f"git has no content of object {each}", "fetch it: `git fetch --refetch`")
            start = end + 1 + int(header[2]) + 1
            contents.append(out[end + 1 : start - 1])
        return contents

    def _commit(self, ref: str) -> str:
        commit = self.find(ref)
        if commit is None:
            why = UNSHALLOW if self.shallow else NAMED
            raise UsageError(f'"{ref}" is no git revision of this repository', why)
        return commit

    def _default_branch(self) -> tuple[str, str]:
        """Name and commit of the branch that changes go to."""
        form = "--format=%(refname)%00%(objectname)%00%(symref:short)%00%(refname:short)"
        lines = self._want("for-each-ref", form, *_DEFAULT_BRANCHES).decode().splitlines()
        found = {line.partition("\0")[0]: line.split("\0")[1:] for line in lines}
        for name in _DEFAULT_BRANCHES:
            if name in found:
                commit, target, short = found[name]
                return target or short, commit
        raise UsageError(
            "git knows no default branch: neither origin/HEAD nor main nor master is here",
            UNSHALLOW if self.shallow else ELSEWHERE,
        )

    def _want(self, *arguments: str, given: bytes = b"") -> bytes:
        answer = self._ask(*arguments, given=given)
        if answer.code != 0:
            raise _failed(arguments[0], answer)
        return answer.out

    def _ask(self, *arguments: str, given: bytes = b"") -> _Answer:
        return _run(self.folder, arguments, given)


def repository(folder: str) -> Repository:
    """The repository that a folder lies in; `UsageError` when there is none, or no git."""
    # In a hook GIT_DIR is relative to the working directory, so git has to run there.
    where = os.curdir if "GIT_DIR" in os.environ else folder or os.curdir
    answer = _run(where, ("rev-parse", "--is-shallow-repository"), b"")
    if answer.code != 0:
        raise UsageError(f"{folder or 'this folder'} is not in a git repository: {answer.reason}", ELSEWHERE)
    return Repository(folder=where, shallow=answer.out.strip() == b"true")


def _run(folder: str, arguments: Sequence[str], given: bytes) -> _Answer:
    import subprocess

    try:
        done = subprocess.run(["git", *arguments], cwd=folder, input=given, capture_output=True, check=False)
    except FileNotFoundError as error:
        raise UsageError("git is not installed, or not on PATH", WITHOUT_GIT) from error
    except OSError as error:
        raise GitError(f"git cannot be run: {error.strerror or error}", WITHOUT_GIT) from error
    return _Answer(done.returncode, done.stdout, " ".join(os.fsdecode(done.stderr).split()))


def _failed(command: str, answer: _Answer) -> GitError:
    reason = answer.reason or f"exit code {answer.code}"
    return GitError(f"git {command} failed: {reason}", f"mend the repository, or {ELSEWHERE}")
