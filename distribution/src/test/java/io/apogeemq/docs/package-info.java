/** The documents say what the code does: references are generated, links and examples checked. */
package io.apogeemq.docs;
