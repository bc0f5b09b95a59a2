/// How often a service is started before its failure counts.
private let startAttempts = 3

/// Starts a service on ports that are free now. Another process may still take one first, and a machine short of time or
/// memory may make a server give up; the next time neither need be so. What ended while it started is therefore started
/// again, from nothing: `start` makes what it uses anew, and has ended all of it before it throws.
///
/// - Parameter nextPort: a port that is free.
/// - Throws: the failure of the last attempt; at once what another attempt would not change.
func startOnFreePorts<Service>(
  _ count: Int,
  from nextPort: @Sendable () -> Int,
  _ start: ([Int]) async throws(LocalServiceError) -> Service
) async throws(LocalServiceError) -> Service {
  for _ in 1..<startAttempts {
    do throws(LocalServiceError) {
      return try await start((0..<count).map { _ in nextPort() })
    } catch .notStarted(_, .ended, _) {
      continue
    }
  }
  return try await start((0..<count).map { _ in nextPort() })
}
