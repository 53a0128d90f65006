/** The rules of the house that a machine can check: which module and package may use which. */
package io.apogeemq.rules;
