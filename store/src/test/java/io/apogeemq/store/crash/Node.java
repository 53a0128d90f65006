package io.apogeemq.store.crash;

/** What a name in a directory stands for. */
sealed interface Node permits SimulatedFile, SimulatedDirectory {}
