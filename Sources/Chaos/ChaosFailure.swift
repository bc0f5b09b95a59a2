/// Why a run could not go on.
struct ChaosFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// Asks until it is so.
/// - Throws: ``ChaosFailure``, with what did not come, after `limit`.
func wait(
  for what: String,
  limit: Duration = .seconds(180),
  until isSo: () async throws -> Bool
) async throws {
  let end = ContinuousClock.now + limit
  while try await !isSo() {
    guard ContinuousClock.now < end else { throw ChaosFailure("waited in vain for \(what)") }
    try await Task.sleep(for: .milliseconds(50))
  }
}
