package import Server

/// A service at which stories are played.
package struct RunningService: Sendable {
  let url: String
  let settings: Settings
  package let administration: Administration

  /// A service that runs elsewhere, on the same database and broker.
  package init(_ settings: Settings) throws {
    url = settings.service.url
    self.settings = settings
    administration = try Administration(settings)
  }

  /// Runs one in this process for as long as a body takes.
  static func with(_ settings: Settings, _ body: @escaping @Sendable (RunningService) async throws -> Void) async throws
  {
    let (ports, opened) = AsyncStream.makeStream(of: Int.self)
    let service = try CaseService(settings) { opened.yield($0) }
    let running = try RunningService(settings)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        defer { opened.finish() }
        try await service.run()
      }
      group.addTask {
        // Without a port the service has ended, and its own error says why.
        for await _ in ports.prefix(1) {
          do { try await body(running) } catch {
            await service.stop()
            throw error
          }
        }
        await service.stop()
      }
      try await group.waitForAll()
    }
  }
}
