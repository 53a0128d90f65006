/**
 * Vocabulary that every module speaks: messages, topics, groups, errors, time.
 *
 * <p>The types live in the packages below this one; each has its own door. Depends on slf4j-api alone.
 */
package io.apogeemq.common;
