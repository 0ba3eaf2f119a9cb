# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# install.sh --patch: what install.sh does to an untouched tree, as a patch for
# `git am'. Made in a repository of its own, with nothing of the user's git
# configuration and with a fixed date: the same inputs give the same bytes.

# The names that are not set here are install.sh's.
# shellcheck disable=SC2154

patch_message='security: add Cordon

Cordon is a security module that refuses the exec of programs, and the
network sockets to addresses and names, of the services that a signed
policy lists. What no policy names is left alone.

Its sources go to security/cordon/; the lists of security modules get it.
Made by install.sh --patch; the configuration that it needs is in
integration/kernel/cordon.config of the Cordon sources.'

# As git runs nowhere else here: no hooks, no configuration, one identity.
quiet_git()
{
	env -u GIT_DIR -u GIT_WORK_TREE -u GIT_INDEX_FILE \
		GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null GIT_CONFIG_NOSYSTEM=1 \
		GIT_AUTHOR_NAME=Cordon GIT_AUTHOR_EMAIL=cordon@cordon.invalid \
		GIT_COMMITTER_NAME=Cordon GIT_COMMITTER_EMAIL=cordon@cordon.invalid \
		GIT_AUTHOR_DATE='2026-01-01T00:00:00+0000' \
		GIT_COMMITTER_DATE='2026-01-01T00:00:00+0000' \
		git -C "$work/repository" -c core.autocrlf=false -c core.fileMode=true \
		-c core.excludesFile=/dev/null -c gc.auto=0 "$@"
}

# commit DIRECTORY MESSAGE: the tree's edited files as they are in it.
commit()
{
	local file

	for file in "${files[@]}"; do
		mkdir -p "$work/repository/${file%/*}"
		cp "$work/$1/$file" "$work/repository/$file"
		chmod 644 "$work/repository/$file"
	done
	quiet_git add -A -f
	quiet_git commit -q -m "$2"
}

write_patch()
{
	mkdir "$work/repository"
	quiet_git init -q
	commit before "before"
	copy_all "$work/repository/security/cordon"
	commit after "$patch_message"
	quiet_git format-patch -1 --stdout --no-signature --zero-commit --full-index \
		--stat=72 --no-renames --diff-algorithm=myers -p --no-color
}
