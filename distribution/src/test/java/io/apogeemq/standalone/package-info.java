/** Tests of the standalone server and of the quickstart, in this process. */
package io.apogeemq.standalone;
