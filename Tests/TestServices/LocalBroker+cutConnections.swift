package import LocalServices

extension LocalBroker {
  /// Ends all connections as a cut of the network does, without a word.
  package func cutConnections() async throws {
    try await evaluate("[exit(Reader, kill) || Reader <- rabbit_networking:connections()].")
  }
}
