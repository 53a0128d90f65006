/**
 * From the CommitLog to what is derived from it: the dispatch thread walks new records in log order,
 * hands each to its targets, and tells the {@link io.apogeemq.store.dispatch.ArrivalListener}.
 */
package io.apogeemq.store.dispatch;
