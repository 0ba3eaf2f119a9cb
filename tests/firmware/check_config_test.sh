#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# integration/kernel/check-config, and `install.sh --check' where it calls it.
# Prints TAP and ends with `N passed, N failed`. Steps of a check are
# single-quoted because `all` evaluates them when their turn comes.
# shellcheck disable=SC2016
set -eu
export LC_ALL=C

cd -- "${BASH_SOURCE[0]%/*}/../.."
top=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export GIT_CONFIG_GLOBAL=$work/gitconfig GIT_CONFIG_NOSYSTEM=1
printf '[user]\nname = Tester\nemail = tester@example.invalid\n' >"$work/gitconfig"
# shellcheck source=tests/firmware/install_lib.sh
. tests/firmware/install_lib.sh

make_repo
make_base 6.12
fresh_tree 6.12
config=$tree/.config

# A configuration in which all is right: what the fragment asks for, the three
# that differ from phone to phone, and nothing to think about.
good()
{
	{
		echo '# a comment'
		grep '^CONFIG_' "$repo/integration/kernel/cordon.config"
		echo 'CONFIG_LSM="landlock,cordon,selinux"'
		echo 'CONFIG_SECURITY_CORDON_POLICY_CERT="certs/policy.der"'
		echo "CONFIG_SECURITY_CORDON_GRANT_CERT=\"$work/grant.der\""
		echo 'CONFIG_SECURITY_CORDON_BOOT_POLICY="certs/boot.cordon"'
		echo 'CONFIG_SECURITY_CORDON_NEVER_BLOCK="certs/never"'
		echo '# CONFIG_SECURITY_CORDON_ALLOW_UNSIGNED is not set'
		echo 'CONFIG_MODULES=y'
		echo 'CONFIG_MODULE_SIG_FORCE=y'
	} >"$config"
	mkdir -p "$tree/certs"
	printf '\x30\x82policy' >"$tree/certs/policy.der"
	printf '\x30\x82grant' >"$work/grant.der"
	echo >"$tree/certs/boot.cordon"
	echo >"$tree/certs/never"
}

# STATUS ARGUMENT...: check-config ends with it.
checks()
{
	local wanted=$1 status=0
	shift
	"$repo/integration/kernel/check-config" "$@" >"$work/out" 2>"$work/err" || status=$?
	[ "$status" = "$wanted" ] && return
	echo "check-config $*: exit status $status, not $wanted:"
	cat "$work/out" "$work/err"
	return 1
}

# How many lines complain; the last one is the sum.
complaints() { [ "$(sed '$d' "$work/out" | wc -l)" = "$1" ] || { cat "$work/out"; return 1; }; }
# NAME [VALUE]: sets an option, or comments it out.
set_option()
{
	sed -i "/^CONFIG_$1=/d" "$config"
	if [ $# = 1 ]; then
		echo "# CONFIG_$1 is not set" >>"$config"
	else
		echo "CONFIG_$1=$2" >>"$config"
	fi
}

check "all is right: nothing to say" all 'good' 'checks 0 $config' 'complaints 0' 'prints "all that Cordon needs"'
check "in a release too" all 'checks 0 --release $config' 'complaints 0'

# Each option of the fragment, not set, and not there at all.
each_option()
{
	local name

	while read -r name; do
		[ "${name%=*}" != CONFIG_SECURITY_CORDON ] || continue
		name=${name%=*} name=${name#CONFIG_}
		good
		set_option "$name"
		checks 1 --release "$config" && complaints 1 && prints "^CONFIG_$name is not set, .* y: [^ ]* " || return 1
		sed -i "/CONFIG_$name /d" "$config"
		checks 1 --release "$config" && complaints 1 || return 1
	done < <(sed -n 's/^CONFIG_/&/p' "$repo/integration/kernel/cordon.config")
}
check "each option of the fragment that is missing is named, alone, with its reason" each_option
check "without Cordon itself, that is said" all 'good' 'set_option SECURITY_CORDON' 'checks 1 $config' 'prints "^CONFIG_SECURITY_CORDON is not set, should be y: "'
check "=m is not =y" all 'good' 'set_option NETFILTER m' 'checks 1 $config' 'complaints 1' 'prints "^CONFIG_NETFILTER is m, should be y"'
check "what is only recommended is a note" all 'good' 'set_option IPV6' 'checks 0 $config' 'complaints 1' 'prints "^note: CONFIG_IPV6 is not set, better y"'
check "of two lines of an option the last one holds" all 'good' 'echo "# CONFIG_AUDIT is not set" >>$config' \
	'checks 1 $config' 'prints "^CONFIG_AUDIT is not set"' 'echo CONFIG_AUDIT=y >>$config' 'checks 0 $config'

# The list of LSMs, and that the line to mend it does mend it.
mend() { eval "$(sed -n 's/^CONFIG_LSM=.* Do: //p' "$work/out")"; }
lsm_list()
{
	good
	set_option LSM "\"$1\""
	checks 1 "$config" && complaints 1 && prints "^CONFIG_LSM=\"$1\" does not have cordon" || return 1
	mend && checks 0 "$config" && grep -x "CONFIG_LSM=\"$2\"" "$config"
}
check "cordon is not in CONFIG_LSM: said, and the line to paste mends it" lsm_list landlock,selinux,bpf cordon,landlock,selinux,bpf
check "a list that is empty, too" lsm_list '' cordon
check "a longer name is not cordon" lsm_list xcordon,cordonx cordon,xcordon,cordonx
check "no CONFIG_LSM at all" all 'good' 'sed -i /CONFIG_LSM/d $config' 'checks 1 $config' 'prints "does not have cordon"'
check "cordon alone, first or last is in the list" all 'good' 'set_option LSM \"cordon\"' 'checks 0 $config' \
	'set_option LSM \"cordon,bpf\"' 'checks 0 $config' 'set_option LSM \"bpf,cordon\"' 'checks 0 $config'

without_always_on() { good; set_option SECURITY_CORDON_ALWAYS_ON; set_option CMDLINE "\"$1\""; }
check "lsm= of the built-in command line without cordon" all 'without_always_on "quiet lsm=bpf,yama ro"' \
	'checks 1 $config' 'prints "^CONFIG_CMDLINE has lsm=bpf,yama,"'
check "allowed: with cordon in it; always on; no lsm=" all 'without_always_on "quiet lsm=bpf,cordon ro"' 'checks 0 $config' \
	'good' 'set_option CMDLINE "\"lsm=bpf\""' 'checks 0 $config' 'without_always_on "quiet xlsm=bpf"' 'checks 0 $config'

# Files.
for name in POLICY GRANT; do
	check "no ${name,,} certificate" all 'good' "set_option SECURITY_CORDON_${name}_CERT '\"\"'" 'checks 1 $config' \
		'complaints 1' "prints '^CONFIG_SECURITY_CORDON_${name}_CERT is empty'"
	check "the ${name,,} certificate is not where it should be" all 'good' \
		"set_option SECURITY_CORDON_${name}_CERT '\"certs/none.der\"'" 'checks 1 $config' 'complaints 1' 'prints "certs/none.der is not there"'
done
check "a certificate in PEM" all 'good' 'echo "-----BEGIN CERTIFICATE-----" >$tree/certs/policy.der' 'checks 1 $config' \
	'complaints 1' 'prints "not DER"'
check "one certificate for both: a note" all 'good' 'cp $work/grant.der $tree/certs/policy.der' 'checks 0 $config' 'complaints 1' 'prints "are one certificate"'
check "no boot policy: a note, in a release an error" all 'good' 'set_option SECURITY_CORDON_BOOT_POLICY "\"\""' \
	'checks 0 $config' 'prints "^note: .*BOOT_POLICY is empty"' 'checks 1 --release $config'
check "a boot policy that is not there" all 'good' 'rm $tree/certs/boot.cordon' 'checks 1 $config' 'complaints 1' 'prints "BOOT_POLICY=.*is not there"'
check "no never-block list: a note, in a release, too" all 'good' 'set_option SECURITY_CORDON_NEVER_BLOCK "\"\""' 'checks 0 $config' 'prints "^note: .*NEVER_BLOCK is empty"' \
	'checks 0 --release $config' 'prints "^note: .*NEVER_BLOCK is empty"'
check "a never-block list that is not there" all 'good' 'rm $tree/certs/never' 'checks 1 $config' 'complaints 1' 'prints "NEVER_BLOCK=.*is not there"'
check "names start from --tree, or from a build directory's source" all 'good' 'mkdir $work/build' 'mv $config $work/build/.config' \
	'checks 1 $work/build/.config' 'prints "certs/policy.der is not there"' 'checks 0 --tree $tree $work/build/.config' \
	'ln -s $tree $work/build/source' 'touch $tree/Kbuild' 'checks 0 $work/build/.config' 'rm -r $work/build'

# What is not for release.
for name in SECURITY_CORDON_ALLOW_UNSIGNED SECURITY_CORDON_KUNIT_TEST; do
	check "$name: a note, in a release an error" all 'good' "set_option $name y" 'checks 0 $config' 'complaints 1' \
		"prints '^note: CONFIG_$name is y, not for release'" 'checks 1 --release $config' "prints '^CONFIG_$name'"
done
check "modules without signatures: a note" all 'good' 'set_option MODULE_SIG_FORCE' 'checks 0 $config' 'complaints 1' 'prints "^note: CONFIG_MODULE_SIG_FORCE"'
check "allowed: no modules; a lockdown that refuses them" all 'set_option MODULES' 'checks 0 $config' 'complaints 0' \
	'set_option MODULES y' 'set_option LOCK_DOWN_KERNEL_FORCE_INTEGRITY y' 'checks 0 $config' 'complaints 0'

check "a file that is no configuration" all 'good' 'checks 1 $tree/security/Makefile' 'prints "holds no kernel configuration"'
for arguments in '$work/nowhere' '--wrong $config' '$config $config' '--tree' '--tree $work/nowhere $config'; do
	check "usage: \`check-config $arguments' ends with 2" all "checks 2 $arguments" 'says "check-config --help"'
done
check "usage: --help" all 'checks 0 --help' 'prints "^usage: check-config"'

# install.sh --check looks into the configuration as well.
check "--check: all there" all 'good' 'installs 0' 'installs 0 --check' 'prints "all that Cordon needs"'
check "--check: cordon is not in CONFIG_LSM of the tree's .config" all 'set_option LSM "\"bpf\""' 'installs 1 --check' \
	'prints "The tree has all of Cordon"' 'prints "does not have cordon"' 'mend' 'installs 0 --check'
check "--check: O=DIR and --config FILE name another" all 'mkdir $work/o' 'sed "/CONFIG_AUDIT=/d" $config >$work/o/.config' \
	'installs 1 --check O=$work/o' 'prints "^CONFIG_AUDIT is not set"' 'installs 1 --check --config $work/o/.config' 'installs 0 --check'
check "--check: no configuration yet" all 'rm $config' 'installs 0 --check' 'prints "No configuration looked at"'
finish
