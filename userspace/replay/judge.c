// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * replay - judge: what a policy would have said of what a capture shows
 */
#include <errno.h>
#include <stdlib.h>

#include "libcordon/reach.h"
#include "replay/judge.h"

/* A capture does not say whose process it was. */
static const struct cordon_subject nobody = CORDON_NOBODY;

/**
 * struct replay_judge - a policy, and what was learned under it
 * @blob: policy; borrowed
 * @learned: as the kernel has it
 * @walk: to read a response with
 * @clock: what time it is; borrowed
 */
struct replay_judge {
	const struct cordon_blob *blob;
	struct cordon_learned *learned;
	struct cordon_dns_walk walk;
	const struct replay_clock *clock;
};

/**
 * replay_judge_new() - a policy is put in force
 * @blob: policy; must outlive the judge
 * @clock: tells the time, and must outlive it as well
 *
 * Return: the judge; NULL: no memory.
 */
struct replay_judge *replay_judge_new(const struct cordon_blob *blob,
				      const struct replay_clock *clock)
{
	struct replay_judge *judge = calloc(1, sizeof(*judge));

	if (!judge)
		return NULL;
	judge->blob = blob;
	judge->clock = clock;
	judge->learned = malloc(cordon_learned_size());
	if (!judge->learned) {
		free(judge);
		return NULL;
	}
	cordon_learned_init(judge->learned, 0);
	return judge;
}

/**
 * replay_judge_free() - forget what was learned
 * @judge: may be NULL
 */
void replay_judge_free(struct replay_judge *judge)
{
	if (!judge)
		return;
	free(judge->learned);
	free(judge);
}

/**
 * replay_judge_blob() - the policy
 * @judge: any
 *
 * Return: the policy.
 */
const struct cordon_blob *replay_judge_blob(const struct replay_judge *judge)
{
	return judge->blob;
}

/*
 * A capture may hold many clients, and each has learned its own: to the engine
 * they are namespaces. Clients that share a number share what they learned.
 */
static u64 net_of(const struct cordon_address *client)
{
	return cordon_get_le64(client->byte) * 0x9e3779b97f4a7c15ULL ^
	       cordon_get_le64(client->byte + 8);
}

/* Nor do one client's questions that nobody answers take the others' room. */
static u32 uid_of(u64 net)
{
	return (u32)(net ^ net >> 32);
}

/* What cordond would tell of a name server; both, where NAT64 leads to it. */
static void tell_resolver(const struct replay_judge *judge,
			  const struct cordon_address *server,
			  struct cordon_resolvers *told)
{
	told->count = 2;
	told->address[0] = *server;
	cordon_address_normalise(told->address, NULL);
	told->address[1] = *server;
	cordon_address_normalise(told->address + 1,
				 cordon_learned_nat64(judge->learned));
}

/* Whom a client talks to, as its socket says it. */
static struct cordon_destination server_of(const struct replay_session *session)
{
	const struct replay_end *server = &session->end[1];

	return (struct cordon_destination){
		.address = server->address,
		.port = server->port,
		.has_port = session->protocol == REPLAY_TCP ||
			    session->protocol == REPLAY_UDP,
		.stream = session->protocol == REPLAY_TCP,
	};
}

/* Does a handset read what goes to and fro as DNS? */
static bool is_judged(const struct replay_judge *judge,
		      const struct replay_session *session,
		      struct cordon_resolvers *told)
{
	const struct cordon_destination server = server_of(session);
	const struct cordon_facts facts = { .policy = judge->blob, .told = told };

	tell_resolver(judge, &server.address, told);
	return cordon_dns_is_judged(&facts, &server);
}

static void learn_answer(struct replay_judge *judge,
			 const struct cordon_resolvers *told,
			 const struct cordon_endpoints *asked,
			 const struct replay_packet *packet)
{
	struct cordon_dns_question question;
	u64 now = judge->clock->now;

	if (cordon_dns_read_question(packet->payload, packet->length, true,
				     &question) < 0 ||
	    !cordon_learned_take_question(judge->learned, asked, &question, now) ||
	    cordon_dns_walk_start(&judge->walk, packet->payload, packet->length,
				  &question))
		return;
	while (cordon_dns_walk_next(&judge->walk) > 0)
		cordon_learned_answer(judge->learned, judge->blob, told,
				      asked->net, &judge->walk.chain,
				      &judge->walk.answer, now);
}

/* As on the handset: what does not leave is not waited for. */
static bool is_waited_for(const struct replay_judge *judge,
			  const struct replay_packet *packet,
			  struct cordon_dns_question *question)
{
	const struct cordon_facts facts = { .policy = judge->blob };
	struct cordon_decision decision;

	return cordon_decide_message(&facts, &nobody, packet->payload,
				     packet->length, question, &decision) &&
	       (decision.verdict != CORDON_DENY ||
		judge->blob->policy->mode == CORDON_MODE_MONITOR);
}

/**
 * replay_judge_message() - a DNS message over UDP goes by
 * @judge: judge
 * @session: whose
 * @sender: end of @session that sent it
 * @packet: the message
 *
 * Whoever answers a question on port 53 is believed: on the handset only the
 * resolvers are asked that cordond or the policy names.
 *
 * Return: 0; -EBUSY: the question found no room among those that wait for their
 * answers, and its own will teach nothing.
 */
int replay_judge_message(struct replay_judge *judge,
			 const struct replay_session *session,
			 unsigned int sender,
			 const struct replay_packet *packet)
{
	struct cordon_dns_question question;
	struct cordon_resolvers told;
	const struct cordon_endpoints asked = {
		.net = net_of(&session->end[0].address),
		.local = session->end[0].address,
		.remote = session->end[1].address,
		.local_port = session->end[0].port,
		.remote_port = session->end[1].port,
	};

	if (!is_judged(judge, session, &told))
		return 0;
	if (sender) {
		learn_answer(judge, &told, &asked, packet);
		return 0;
	}
	if (!is_waited_for(judge, packet, &question))
		return 0;
	return cordon_learned_ask(judge->learned, &asked, uid_of(asked.net),
				  &question, judge->clock->now);
}

/**
 * replay_judge_session() - may the client of a session connect
 * @judge: judge
 * @session: the session
 * @decision: filled in
 *
 * A policy that names no resolvers leaves them to cordond; then whoever is asked
 * in the capture is taken for one that it told. (If the policy names some, those
 * alone count.)
 */
void replay_judge_session(const struct replay_judge *judge,
			  const struct replay_session *session,
			  struct cordon_decision *decision)
{
	const struct cordon_destination server = server_of(session);
	struct cordon_resolvers told = { .count = 0 };
	const struct cordon_facts facts = {
		.policy = judge->blob,
		.learned = judge->learned,
		.told = &told,
		.net = net_of(&session->end[0].address),
		.clock = CORDON_AT(judge->clock->now),
	};

	if (server.port == CORDON_DNS_PORT)
		tell_resolver(judge, &server.address, &told);
	cordon_decide_destination(&facts, &nobody, &server, decision);
}

/*
 * What becomes of a question that a server's answer repeats, and the capture has
 * not. Returns whether there is one.
 */
static bool decide_repeated(const struct cordon_facts *facts,
			    const struct replay_message *message,
			    struct cordon_decision *decision)
{
	struct cordon_dns_question question;

	if (cordon_dns_read_question(message->bytes, message->length, true,
				     &question) < 0)
		return false;
	cordon_decide_question(facts, &nobody, &question, decision);
	return true;
}

/*
 * What a handset says of a message once its address is not refused. Returns whether
 * it says anything: not of what it does not read, nor can it be told of what the
 * capture has only the half.
 */
static bool decide_message(const struct replay_judge *judge,
			   const struct replay_sighting *sighting,
			   struct cordon_decision *decision)
{
	const struct cordon_facts facts = { .policy = judge->blob };
	const struct replay_message *message = sighting->message;
	struct cordon_dns_question question;
	struct cordon_resolvers told;

	if (!is_judged(judge, sighting->session, &told))
		return false;
	if (sighting->sender)
		return decide_repeated(&facts, message, decision);
	return cordon_decide_message(&facts, &nobody, message->bytes,
				     message->length, &question, decision) ||
	       !message->cut;
}

/* Nothing is said of what an answer leads to. */
static void judge_dns(const struct replay_judge *judge,
		      const struct replay_sighting *sighting,
		      struct cordon_decision *decision)
{
	struct cordon_decision said;
	bool judged = false;

	if (sighting->layer == CORDON_LAYER_DNS) {
		replay_judge_session(judge, sighting->session, &said);
		if (said.verdict == CORDON_DENY) {
			*decision = said;
			return;
		}
		judged = decide_message(judge, sighting, &said);
	}
	if (judged && said.reason == CORDON_REASON_DNS_MALFORMED)
		*decision = said;
	else if (decision->verdict == CORDON_DENY)
		decision->verdict = judged ? said.verdict : CORDON_ALLOW;
}

static void judge_host(const struct cordon_facts *facts,
		       const struct cordon_host *host,
		       struct cordon_decision *decision)
{
	struct cordon_address address;

	if (host->kind != CORDON_HOST_ADDRESS) {
		/* The root, which no rule has, stands for no name. */
		cordon_decide_name(facts, &nobody, host->name,
				   host->kind == CORDON_HOST_NAME ? host->length : 0,
				   decision);
		return;
	}
	address = host->address;
	cordon_address_normalise(&address, NULL);
	cordon_decide_address(facts, &nobody, &address, decision);
}

/* A name that the client sends in a connection, if that is not refused before. */
static void judge_first_flight(const struct replay_judge *judge,
			       const struct replay_sighting *sighting,
			       bool refused, struct cordon_decision *decision)
{
	if (refused && decision->verdict != CORDON_DENY)
		replay_judge_session(judge, sighting->session, decision);
	cordon_reach(refused, decision);
}

/**
 * replay_judge_name() - what happens to a name
 * @judge: judge
 * @sighting: the name
 * @refused: the address of its session was refused when the session began
 * @decision: filled in; the service is named also where the verdict is to let
 *	through since something else refuses it
 */
void replay_judge_name(const struct replay_judge *judge,
		       const struct replay_sighting *sighting, bool refused,
		       struct cordon_decision *decision)
{
	const struct cordon_facts facts = { .policy = judge->blob };

	judge_host(&facts, sighting->host, decision);
	if (sighting->message)
		judge_dns(judge, sighting, decision);
	else
		judge_first_flight(judge, sighting, refused, decision);
}
