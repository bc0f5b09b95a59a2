import Foundation

/// Looks at an installation as the service would meet it, goes on after a fault, and tells all. It changes nothing: neither what is
/// stored, nor what is on the broker.
///
/// What a faulty setting names is not connected to: a password would go over the network in plain text.
public struct Doctor: Sendable {
  let unchecked: UncheckedSettings
  /// Of the settings, as it was named.
  let file: String?

  var settings: Settings { unchecked.settings }

  /// Every code of ``Code`` is in the answer, in their order.
  /// - Parameters:
  ///   - file: as of ``Settings/read(file:environment:isServing:_:)``.
  ///   - change: what the command line says.
  public static func examine(file: String?, _ change: (inout Settings) -> Void) async -> [Finding] {
    let unchecked: UncheckedSettings
    do throws(SettingsError) {
      unchecked = try await Settings.unchecked(file: file, environment: ProcessInfo.processInfo.environment, change)
    } catch {
      return completed(error.faults.map { Finding(.settings, .fault, $0) })
    }
    return completed(await Doctor(unchecked: unchecked, file: file).findings())
  }

  /// Servers that are away are waited for at the same time.
  private func findings() async -> [Finding] {
    let (workflows, ofFolder) = readWorkflows()
    async let ofDatabase = databaseFindings(workflows)
    async let ofBroker = brokerFindings()
    async let ofManagement = managementFindings()
    async let ofMonitor = monitorFindings()
    async let ofIssuers = issuerFindings()
    async let ofServers = serverCertificateFindings()
    async let ofMetrics = metricsFindings()
    async let ofCollector = collectorFindings()
    let ofThisMachine = settingsFindings() + fileFindings() + keyringFindings() + certificateFindings() + ofFolder
    let ofOthers = await [
      ofDatabase, ofBroker, ofManagement, ofMonitor, ofIssuers, ofServers, ofMetrics, ofCollector,
    ].flatMap(\.self)
    return ofThisMachine + ofOthers + [Self.disk]
  }

  /// What could not be looked at is told too: silence would read as health.
  static func completed(_ findings: [Finding]) -> [Finding] {
    let found = Dictionary(grouping: findings, by: \.code)
    return Code.allCases.flatMap { code in
      found[code] ?? [Finding(code, .unchecked, "was not looked at, because of what else is wrong or not set")]
    }
  }

  /// Whether what a setting names may be tried.
  func mayUse(_ setting: String) -> Bool { !unchecked.faults.contains { $0.hasPrefix("\(setting): ") } }

  func untried(_ code: Code, _ setting: String) -> Finding {
    Finding(code, .unchecked, "was not tried, because \(setting) has a fault")
  }

  private static let disk = Finding(
    .disk,
    .unchecked,
    "nothing here can see the disks of database, broker and backups: watch them where they are"
  )
}
