import ServiceLifecycle

/// Says on which port the service can be reached, once it takes commands there.
struct Announcement: Service {
  let ports: AsyncStream<Int>
  let onRunning: @Sendable (Int) async -> Void

  func run() async throws {
    await cancelWhenGracefulShutdown {
      for await port in ports.prefix(1) { await onRunning(port) }
    }
    // A service that returns ends its group.
    try await gracefulShutdown()
  }
}
