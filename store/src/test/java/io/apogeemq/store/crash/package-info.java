/**
 * The crash simulator: a store over a disk in memory that knows what was forced, driven step by step
 * from a seed, cut off at any operation, opened again from every disk that a power cut may have left,
 * and compared with a model of what was promised.
 *
 * <p>Door: {@link io.apogeemq.store.crash.SimulatedDisk} for any test of the store; {@code
 * CrashScenario} plays one seed.
 *
 * <p>Threads: everything runs on the thread of the test.
 */
package io.apogeemq.store.crash;
