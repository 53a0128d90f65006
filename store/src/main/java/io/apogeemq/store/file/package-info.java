/**
 * Files of the store: where they are, how they are opened, mapped, preallocated, leased and forced. The
 * only package that touches the file system on the data path.
 */
package io.apogeemq.store.file;
