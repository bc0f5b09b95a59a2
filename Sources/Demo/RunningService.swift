import Server

/// A service that runs in this process for as long as a body takes.
struct RunningService: Sendable {
  let url: String
  let settings: Settings
  let administration: Administration

  static func with(_ settings: Settings, _ body: @escaping @Sendable (RunningService) async throws -> Void) async throws {
    let (ports, opened) = AsyncStream.makeStream(of: Int.self)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        defer { opened.finish() }
        try await CaseService.run(settings) { opened.yield($0) }
      }
      var iterator = ports.makeAsyncIterator()
      // Without a port the service has ended, and its own error says why.
      guard await iterator.next() != nil else { return try await group.waitForAll() }
      let service = RunningService(
        url: settings.service.url, settings: settings, administration: try Administration(settings))
      do { try await body(service) } catch {
        group.cancelAll()
        throw error
      }
      group.cancelAll()
    }
  }
}
