import CaseAPI
import CaseStore
import Hummingbird
import HummingbirdTLS
import Messaging
import ServiceLifecycle
import Timers
import UnixSignals

/// The service as a whole. Entrance, relay, deadlines and what they need run side by side until one fails or the process
/// is told to stop; then each finishes what it has in hand, in the reverse order.
public enum CaseService {
  /// Runs until SIGTERM, SIGINT or cancellation.
  /// - Parameter onRunning: called with the port once the entrance is open.
  public static func run(_ settings: Settings, onRunning: @escaping @Sendable (Int) async -> Void = { _ in }) async throws {
    let assembly = try Assembly(settings)
    let services: [any Service] = [
      Preparation(
        pool: assembly.pool, library: assembly.library, workflows: assembly.workflows,
        isLocal: settings.localFolder != nil, logger: assembly.logger),
      try assembly.broadcast(),
      assembly.relay(),
      assembly.deadlines(),
      try assembly.entrance(onRunning: onRunning),
    ]
    let group = ServiceGroup(
      configuration: .init(
        services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: assembly.logger))
    do { try await group.run() } catch {
      await assembly.close()
      throw error
    }
    await assembly.close()
  }
}
