import Hummingbird
import ServiceLifecycle
import UnixSignals

/// The service as a whole. First the start is found right, by ``Preparation``; until then only the entrance is there, and it
/// answers nothing but how the service is. Then entrance, relay, deadlines and what they need run side by side until one
/// fails or the service is told to stop; each finishes what it has in hand, in the reverse order.
public struct CaseService: Sendable {
  private let assembly: Assembly
  private let group: ServiceGroup

  /// - Parameter onRunning: called with the port once commands are taken there.
  /// - Throws: what is wrong with settings, keyring or workflows. Nothing is connected to yet: neither database nor broker
  ///   has to be there.
  public init(_ settings: Settings, onRunning: @escaping @Sendable (Int) async -> Void = { _ in }) throws {
    let assembly = try Assembly(settings)
    self.assembly = assembly
    let (ports, opened) = AsyncStream.makeStream(of: Int.self)
    let services: [any Service] =
      // The first to begin is the last to end: it sends what the others recorded while they ended.
      try [assembly.spanExporter, assembly.metricsEntrance()].compactMap(\.self) + [
        try assembly.preparation(), assembly.gated(try assembly.broadcast()), assembly.gated(assembly.relay()),
        assembly.gated(assembly.standings()), assembly.gated(assembly.acknowledgements()),
        assembly.gated(assembly.inbox()), assembly.gated(assembly.partnerWatch()),
        assembly.gated(assembly.deadlines()), assembly.gated(assembly.settingsLoop()),
        assembly.gated(assembly.listingLoop()), assembly.gated(assembly.matchLoop()), assembly.gated(assembly.watchdog),
        assembly.gated(assembly.brokerWatch),
        assembly.gated(assembly.retention()), assembly.gated(assembly.confirmationWatch()),
        assembly.gated(assembly.readableVersions()),
        assembly.gated(Announcement(ports: ports, onRunning: onRunning)),
        try assembly.entrance { opened.yield($0) },
      ]
    group = ServiceGroup(
      configuration: .init(
        // One that fails ends the others as a signal would. Cancelled, the entrance would log errors of its own around
        // the one that matters.
        services: services.map { service in
          .init(service: NamedService(service), failureTerminationBehavior: .gracefullyShutdownGroup)
        },
        gracefulShutdownSignals: [.sigterm, .sigint],
        logger: assembly.logger
      )
    )
  }

  /// Runs until SIGTERM, SIGINT, ``stop()`` or cancellation.
  /// - Throws: what made the service end by itself.
  public func run() async throws {
    do { try await group.run() } catch {
      await assembly.close()
      throw error
    }
    await assembly.close()
  }

  /// Lets every part finish what it has in hand.
  public func stop() async { await group.triggerGracefulShutdown() }
}

/// Says on which port the service can be reached, once it takes commands there.
private struct Announcement: Service {
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

/// A part of the service that is only a name in the log: the group writes down the parts that it starts and that end, each with all that is
/// in it otherwise, whole workflows too.
private struct NamedService: Service, CustomStringConvertible {
  private let service: any Service
  let description: String

  init(_ service: any Service) {
    self.service = service
    description = "\(type(of: service))"
  }

  func run() async throws { try await service.run() }
}
