/// Asks until `condition` holds, for what gives no signal, such as a row another process writes. Throws `WaitedInVain`
/// after `limit`. Where something can signal, `Signal` is better.
package func waitFor(
  _ what: String,
  limit: Duration = .seconds(240),
  isolation: isolated (any Actor)? = #isolation,
  _ condition: () async throws -> Bool
) async throws {
  let clock = ContinuousClock()
  let deadline = clock.now + limit
  while try await !condition() {
    guard clock.now < deadline else { throw WaitedInVain(what: what, limit: limit, last: "not yet") }
    // Often: some wait for what is so for a moment only.
    try await Task.sleep(for: .milliseconds(10))
  }
}

/// What a test waited for did not come.
package struct WaitedInVain: Error, CustomStringConvertible {
  let what: String
  let limit: Duration
  let last: String

  package var description: String { "waited in vain for \(what): not within \(limit); last seen: \(last)" }
}
