// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - empty: programs on Cordon's hooks that do nothing
 *
 * What they cost is what the kernel takes for BPF on these hooks, whoever asks.
 */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

char LICENSE[] SEC("license") = "GPL";

SEC("lsm.s/bprm_check_security")
int empty_exec(void *context)
{
	return 0;
}

SEC("lsm/socket_connect")
int empty_connect(void *context)
{
	return 0;
}

SEC("lsm/socket_sendmsg")
int empty_sendmsg(void *context)
{
	return 0;
}

SEC("lsm/sctp_bind_connect")
int empty_sctp(void *context)
{
	return 0;
}

SEC("fentry/udp_queue_rcv_one_skb")
int empty_receive_udp4(void *context)
{
	return 0;
}

SEC("fentry/udpv6_queue_rcv_one_skb")
int empty_receive_udp6(void *context)
{
	return 0;
}
