// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - resolve: what the rules of all services mean together
 */
#include "resolve.h"

#include <stdlib.h>

static int compare_claims(const void *a, const void *b)
{
	const struct cordon_rule *one = *(const struct cordon_rule * const *)a;
	const struct cordon_rule *other = *(const struct cordon_rule * const *)b;
	int order = cordon_rule_compare(one, other);

	if (order)
		return order;
	if (one->service != other->service)
		return (int)one->service - (int)other->service;
	return one->line < other->line ? -1 : one->line > other->line;
}

static const char *service_of(const struct cordon_source *source,
			      const struct cordon_rule *rule)
{
	return source->services[rule->service].name;
}

/* The item by which @rule's service yields to @to's; NULL if it does not. */
static struct cordon_item *yields(const struct cordon_source *source,
				  const struct cordon_rule *rule,
				  const struct cordon_rule *to)
{
	const struct cordon_section_source *section =
		source->services[rule->service].section;
	size_t i;

	for (i = 0; section && i < section->yields.count; i++)
		if (section->yields.list[i].service == to->service)
			return section->yields.list + i;
	return NULL;
}

/* One of a run of equal claims is of the same service as the one before it. */
static bool check_repeats(const struct cordon_source *source,
			  struct cordon_rule **claims, size_t count)
{
	bool good = true;
	size_t i;

	for (i = 1; i < count; i++) {
		const struct cordon_rule *first = claims[i - 1];
		struct cordon_where where = cordon_rule_where(claims[i]);
		char *hint = NULL;

		if (first->service != claims[i]->service)
			continue;
		good = false;
		if (asprintf(&hint, "the other is %s:%u: %s %s; keep one of them",
			     first->file, first->line, cordon_rule_word(first),
			     first->text) < 0)
			hint = NULL;
		cordon_diagnose(source->diag, CORDON_ERROR, &where, hint,
				first->flags == claims[i]->flags ?
				"the rule '%s %s' stands twice in the service '%s'" :
				"'%s %s' contradicts another rule of the service '%s'",
				cordon_rule_word(claims[i]), claims[i]->text,
				service_of(source, claims[i]));
		free(hint);
	}
	return good;
}

/* Claims of one thing by several services: all must yield to one of them. */
static void settle(const struct cordon_source *source,
		   struct cordon_rule **claims, size_t count)
{
	const struct cordon_rule *winner = NULL, *rival = NULL;
	struct cordon_where where;
	char *hint = NULL;
	size_t i, j;

	for (i = 0; i < count; i++) {
		for (j = 0; j < count; j++) {
			struct cordon_item *item;

			item = yields(source, claims[i], claims[j]);
			if (!item)
				continue;
			item->given++;
			claims[i]->yielded = true;
		}
		if (claims[i]->yielded)
			continue;
		if (!winner)
			winner = claims[i];
		else if (!rival)
			rival = claims[i];
	}
	if (!rival)
		return;
	where = cordon_rule_where(rival);
	if (asprintf(&hint,
		     "the other is %s:%u; let one give it up: [service %s] yields-to = %s",
		     winner->file, winner->line, service_of(source, rival),
		     service_of(source, winner)) < 0)
		hint = NULL;
	cordon_diagnose(source->diag, CORDON_ERROR, &where, hint,
			"'%s %s' stands in two services, '%s' and '%s'",
			cordon_rule_word(rival), rival->text,
			service_of(source, winner), service_of(source, rival));
	free(hint);
}

/* Sorts the claims, settles those of one thing, and keeps whose are in force. */
static void settle_all(const struct cordon_source *source,
		       struct cordon_rule **claims, size_t count,
		       struct cordon_resolved *resolved)
{
	size_t start, end;

	qsort(claims, count, sizeof(*claims), compare_claims);
	for (start = 0; start < count; start = end) {
		end = start + 1;
		while (end < count &&
		       !cordon_rule_compare(claims[start], claims[end]))
			end++;
		if (end - start > 1 &&
		    check_repeats(source, claims + start, end - start))
			settle(source, claims + start, end - start);
	}
	for (start = 0; start < count; start++) {
		if (claims[start]->yielded)
			resolved->yielded++;
		else
			resolved->rules[resolved->count++] = claims[start];
	}
}

/**
 * cordon_resolved_find() - find the rule that names the same thing
 * @resolved: the rules in force
 * @like: a rule, in force or not
 *
 * Return: the rule, or NULL.
 */
const struct cordon_rule *
cordon_resolved_find(const struct cordon_resolved *resolved,
		     const struct cordon_rule *like)
{
	size_t low = 0, high = resolved->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = cordon_rule_compare(resolved->rules[middle], like);

		if (!order)
			return resolved->rules[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/**
 * cordon_resolved_covering() - find the domain rule right above another
 * @resolved: the rules in force
 * @domain: a domain rule
 *
 * Return: the longest rule whose name covers @domain's and is not the same;
 * NULL if there is none.
 */
const struct cordon_rule *
cordon_resolved_covering(const struct cordon_resolved *resolved,
			 const struct cordon_rule *domain)
{
	struct cordon_rule above = { .kind = CORDON_RULE_DOMAIN };
	const struct cordon_rule *found;
	const char *dot = domain->text;

	while ((dot = strchr(dot, '.'))) {
		above.text = ++dot;
		above.text_length = (u16)strlen(dot);
		found = cordon_resolved_find(resolved, &above);
		if (found)
			return found;
	}
	return NULL;
}

/* An except must take something out of its own service, and of no other. */
static void check_except(const struct cordon_source *source,
			 const struct cordon_resolved *resolved,
			 const struct cordon_rule *rule)
{
	const struct cordon_rule *above = cordon_resolved_covering(resolved,
								   rule);
	struct cordon_where where = cordon_rule_where(rule);
	char *hint = NULL;

	if (above && above->service == rule->service &&
	    !(above->flags & CORDON_DOMAIN_EXCEPT))
		return;
	if (above &&
	    asprintf(&hint,
		     "the rule above it is '%s %s' of the service '%s', %s:%u",
		     cordon_rule_word(above), above->text,
		     service_of(source, above), above->file, above->line) < 0)
		hint = NULL;
	cordon_diagnose(source->diag, CORDON_ERROR, &where,
			hint ? hint : "no domain of the service covers this name: remove the line",
			"'except domain %s' takes nothing out of the service '%s'",
			rule->text, service_of(source, rule));
	free(hint);
}

static void check_excepts(const struct cordon_source *source,
			  const struct cordon_resolved *resolved)
{
	size_t i;

	for (i = 0; i < resolved->count; i++)
		if (resolved->rules[i]->kind == CORDON_RULE_DOMAIN &&
		    resolved->rules[i]->flags & CORDON_DOMAIN_EXCEPT)
			check_except(source, resolved, resolved->rules[i]);
}

static int resolve_shared(struct cordon_source *source)
{
	struct cordon_rule **claims;
	size_t i;

	claims = calloc(source->shared.count + 1, sizeof(*claims));
	if (!claims)
		return -ENOMEM;
	for (i = 0; i < source->shared.count; i++)
		claims[i] = source->shared.list + i;
	qsort(claims, source->shared.count, sizeof(*claims), compare_claims);
	for (i = 1; i < source->shared.count; i++) {
		struct cordon_where where = cordon_rule_where(claims[i]);

		if (cordon_rule_compare(claims[i - 1], claims[i]))
			continue;
		cordon_diagnose(source->diag, CORDON_ERROR, &where,
				"keep one of them",
				"the shared range '%s' stands twice; the other is %s:%u",
				claims[i]->text, claims[i - 1]->file,
				claims[i - 1]->line);
	}
	free(claims);
	return 0;
}

static void check_wild(const struct cordon_source *source,
		       const struct cordon_resolved *resolved)
{
	u32 wild = 0;
	size_t i;

	for (i = 0; i < resolved->count; i++) {
		const struct cordon_rule *rule = resolved->rules[i];
		struct cordon_where where = cordon_rule_where(rule);

		if (rule->kind != CORDON_RULE_PATH ||
		    !(rule->flags & CORDON_PATH_WILD) ||
		    ++wild != CORDON_PATH_WILD_MAX + 1)
			continue;
		cordon_diagnose(source->diag, CORDON_ERROR, &where,
				"each of them is tried on every exec: spell out the last component",
				"more than %u paths have a wildcard in the last component",
				CORDON_PATH_WILD_MAX);
	}
}

/**
 * cordon_resolve() - settle whose each rule is
 * @source: read without an error; gets the reserved service's rules
 * @resolved: gets the rules in force; for cordon_resolved_free()
 *
 * Return: 0; -EINVAL if there were errors; -ENOMEM.
 */
int cordon_resolve(struct cordon_source *source,
		   struct cordon_resolved *resolved)
{
	struct cordon_rule **claims;
	size_t i;
	int error;

	memset(resolved, 0, sizeof(*resolved));
	error = cordon_resolve_yields(source);
	if (!error)
		error = cordon_resolve_canary(source);
	if (!error)
		error = resolve_shared(source);
	if (error)
		return error;
	claims = calloc(source->rules.count + 1, sizeof(*claims));
	resolved->rules = calloc(source->rules.count + 1,
				 sizeof(*resolved->rules));
	if (!claims || !resolved->rules) {
		free(claims);
		return -ENOMEM;
	}
	for (i = 0; i < source->rules.count; i++)
		claims[i] = source->rules.list + i;
	settle_all(source, claims, source->rules.count, resolved);
	free(claims);
	check_wild(source, resolved);
	if (!cordon_source_failed(source))
		check_excepts(source, resolved);
	return cordon_source_failed(source) ? -EINVAL : 0;
}

/**
 * cordon_resolved_free() - forget the rules in force
 * @resolved: may be zeroed; is zeroed afterwards
 */
void cordon_resolved_free(struct cordon_resolved *resolved)
{
	free(resolved->rules);
	memset(resolved, 0, sizeof(*resolved));
}
