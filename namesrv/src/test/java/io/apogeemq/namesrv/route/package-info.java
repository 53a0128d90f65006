/** Tests of the package. */
package io.apogeemq.namesrv.route;
