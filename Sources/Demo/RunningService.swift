import Server

/// A service that runs in this process for as long as a body takes.
struct RunningService: Sendable {
  let url: String
  let settings: Settings
  let administration: Administration

  static func with(_ settings: Settings, _ body: @escaping @Sendable (RunningService) async throws -> Void) async throws
  {
    let (ports, opened) = AsyncStream.makeStream(of: Int.self)
    let service = try CaseService(settings) { opened.yield($0) }
    let running = RunningService(
      url: settings.service.url,
      settings: settings,
      administration: try Administration(settings)
    )
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
