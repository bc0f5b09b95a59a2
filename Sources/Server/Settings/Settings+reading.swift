import CaseAPI
import CaseCore
import Configuration
public import Foundation
import Outbox
import StoreAdministration
import SystemPackage

extension Settings {
  /// Reads the settings.
  /// - Parameters:
  ///   - file: a JSON file; what the environment says goes before it.
  ///   - environment: the variables.
  ///   - change: what the command line says, which goes before both.
  ///   - isServing: also looks at what only the service itself needs.
  /// - Throws: ``SettingsError`` with every fault: of a single setting, of names that are none, and of what is not fit for
  ///   real use.
  public static func read(
    file: String?,
    environment: [String: String] = ProcessInfo.processInfo.environment,
    isServing: Bool = false,
    _ change: (inout Settings) -> Void = { _ in }
  ) async throws(SettingsError) -> Settings {
    let unchecked = try await Self.unchecked(file: file, environment: environment, change)
    let faults = unchecked.faults + (isServing ? unchecked.settings.unusable(besides: unchecked.ofValues) : [])
    guard faults.isEmpty else { throw SettingsError(faults: faults) }
    return unchecked.settings
  }

  /// The settings as far as they can be read, for whoever goes on after a fault.
  /// - Throws: ``SettingsError`` when the file is no JSON that can be read.
  static func unchecked(
    file: String?,
    environment: [String: String],
    _ change: (inout Settings) -> Void
  ) async throws(SettingsError) -> UncheckedSettings {
    let variables = EnvironmentVariablesProvider(environmentVariables: environment)
    var providers: [any ConfigProvider] = [variables.prefixKeys(with: "casusregie")]
    if let file {
      do {
        providers.append(try await FileProvider<JSONSnapshot>(filePath: FilePath(file)))
      } catch {
        throw SettingsError(faults: ["\(file): no readable JSON file"])
      }
    }
    var reading = SettingsReading(ConfigReader(providers: providers))
    var settings = Settings(&reading)
    change(&settings)
    return UncheckedSettings(
      settings: settings,
      ofValues: reading.faults,
      ofNames: SettingNames(known: reading.names).unknown(inFile: file, environment: environment)
    )
  }

  /// What the service could not begin with: connections that are not described, a keyring that opens nothing, an issuer
  /// whose tokens must not be taken, a certificate that is none, no workflow. What is in workflows is looked at later.
  /// - Parameter faults: already found; what is not set is told once.
  private func unusable(besides faults: [String]) -> [String] {
    let parts: [(setting: String, check: () throws -> Void)] = [
      ("database.url", { _ = try postgres() }), ("broker.url", { _ = try amqp() }),
      (
        "broker.managementUrl",
        { _ = try broker.managementURL.map { try Self.addresses(of: $0, setting: "broker.managementUrl") } }
      ),
      ("keyring.file", { _ = try keyring() }), ("identity.issuer", { _ = try issuers() }),
      ("http.certificate", { _ = try readTLS() }),
      ("workflows.folder", { _ = try Assembly.workflowFolders(in: workflowsFolder) }),
      ("tracing.headersFile", { _ = try collector() }),
    ]
    return parts.filter { part in !faults.contains { $0.hasPrefix(part.setting) } }.flatMap { part -> [String] in
      do { try part.check() } catch let error as SettingsError { return error.faults } catch {
        return ["\(part.setting): \(error)"]
      }
      return []
    }
  }

  private static func match(_ reading: inout SettingsReading) -> Match {
    var match = Match()
    if let text = reading.optional("match.moments") {
      if let moments = MatchMoments(text) {
        match.moments = moments
      } else {
        reading.faults.append("match.moments: must be one to ten times of a day, such as 07:00,13:00")
      }
    }
    let regions = reading.optional("match.regions")?.split(separator: ",", omittingEmptySubsequences: false) ?? []
    match.regions = Set(regions.map { $0.trimmingCharacters(in: .whitespaces) })
    if match.regions.contains("") {
      reading.faults.append("match.regions: must be names of regions, divided by commas")
    }
    return match
  }

  /// What the library says of a file does not name it.
  private func readTLS() throws(SettingsError) {
    do { _ = try http.tls(asksClients: false) } catch {
      throw SettingsError(faults: ["http.certificate and http.key: are no certificate and key in PEM that can be read"])
    }
    guard http.certificate != nil, let file = http.clientAuthorities else { return }
    do { _ = try http.tls() } catch {
      throw SettingsError(faults: ["http.clientAuthorities: \(file) has no certificate that can be read"])
    }
  }

  private init(_ reading: inout SettingsReading) {
    service = Service(
      oin: reading.text("service.oin") { $0.count == 20 ? nil : "must be an OIN of 20 characters" },
      url: reading.text("service.url", check: SettingsReading.web)
    )
    http = Self.http(&reading)
    metrics = Metrics(
      host: reading.text("metrics.host", default: "127.0.0.1"),
      port: reading.optionalNumber("metrics.port", in: 1...65_535)
    )
    database = Database(
      url: reading.text("database.url"),
      passwordFile: reading.optional("database.passwordFile"),
      connections: reading.number("database.connections", default: 8, in: 2...200),
      ownerURL: reading.optional("database.ownerUrl"),
      ownerPasswordFile: reading.optional("database.ownerPasswordFile")
    )
    broker = Self.broker(&reading)
    identity = Self.identity(&reading)
    deadlines = Deadlines(
      sweepLimit: reading.number("deadlines.sweepLimit", default: 30, in: 1...3_600),
      overdueLimit: reading.number("deadlines.overdueLimit", default: 60, in: 1...86_400)
    )
    match = Self.match(&reading)
    partners = Self.partners(&reading)
    acknowledgements = Acknowledgements(
      reminderDays: reading.number("acknowledgements.reminderDays", default: 7, in: 1...365),
      alarmDays: reading.number("acknowledgements.alarmDays", default: 14, in: 1...3_650)
    )
    retention = Retention(
      eventDays: reading.number("retention.eventDays", default: 365, in: RetentionStore.fewestDays...36_500),
      timerDays: reading.number("retention.timerDays", default: 90, in: RetentionStore.fewestDays...36_500)
    )
    security = Security(plaintextOnLoopback: reading.flag("security.plaintextOnLoopback"))
    tracing = Self.tracing(&reading)
    if tracing.continueFromProxy, !http.behindProxy {
      reading.faults.append("tracing.continueFromProxy: needs http.behindProxy")
    }
    keyringFile = reading.text("keyring.file")
    workflowsFolder = reading.text("workflows.folder", default: "workflows")
    logLevel = reading.text("log.level", default: "info")
    let format = reading.text("log.format", default: LogFormat.text.rawValue) {
      LogFormat(rawValue: $0) == nil ? "must be text or json" : nil
    }
    logFormat = LogFormat(rawValue: format) ?? .text
  }

  private static func http(_ reading: inout SettingsReading) -> HTTP {
    let http = HTTP(
      host: reading.text("http.host", default: "127.0.0.1"),
      port: reading.number("http.port", default: 8080, in: 0...65_535),
      certificate: reading.optional("http.certificate"),
      key: reading.optional("http.key"),
      clientAuthorities: reading.optional("http.clientAuthorities"),
      behindProxy: reading.flag("http.behindProxy"),
      limits: Self.limits(&reading),
      clientRate: Self.clientRate(&reading)
    )
    if (http.certificate == nil) != (http.key == nil) {
      reading.faults.append("http.certificate and http.key: both or neither")
    }
    if http.clientAuthorities != nil, http.certificate == nil {
      reading.faults.append(
        "http.clientAuthorities: needs http.certificate: only who does TLS sees a client's certificate"
      )
    }
    return http
  }

  private static func broker(_ reading: inout SettingsReading) -> Broker {
    let broker = Broker(
      url: reading.text("broker.url"),
      passwordFile: reading.optional("broker.passwordFile"),
      partnerURL: reading.optional("broker.partnerUrl"),
      partnerConnections: reading.number("broker.partnerConnections", default: 5, in: 1...10_000),
      partnerChannels: reading.number("broker.partnerChannels", default: 50, in: 1...100_000),
      managementURL: reading.optional("broker.managementUrl"),
      administrator: reading.optional("broker.administrator"),
      administratorPasswordFile: reading.optional("broker.administratorPasswordFile"),
      monitor: reading.optional("broker.monitor"),
      monitorPasswordFile: reading.optional("broker.monitorPasswordFile"),
      outageLimit: reading.number("broker.outageLimit", default: 30, in: 1...86_400)
    )
    if broker.monitor != nil, broker.managementURL == nil || broker.monitorPasswordFile == nil {
      reading.faults.append("broker.monitor: needs broker.managementUrl and broker.monitorPasswordFile")
    }
    return broker
  }

  private static func identity(_ reading: inout SettingsReading) -> Identity {
    let issuersFile = reading.optional("identity.issuersFile")
    let (issuer, audience) = (reading.optional("identity.issuer"), reading.optional("identity.audience"))
    // With a file, one issuer that speaks for everyone may be there besides.
    let isNeeded = issuersFile == nil || issuer != nil || audience != nil
    let identity = Identity(
      issuer: isNeeded ? reading.text("identity.issuer", check: SettingsReading.web) : "",
      audience: isNeeded ? reading.text("identity.audience") : "",
      issuersFile: issuersFile,
      commandAudience: reading.text("identity.commandAudience", default: "casusregie-opdrachten"),
      machineClaim: reading.optional("identity.machineClaim"),
      administrationLevels: administrationLevels(&reading)
    )
    if identity.audience == identity.commandAudience {
      reading.faults.append("identity.commandAudience: must be another than identity.audience")
    }
    return identity
  }

  /// One level or several with spaces between them, as `acr_values` has them.
  private static func administrationLevels(_ reading: inout SettingsReading) -> [String] {
    guard let text = reading.optional("identity.administrationLevel") else { return [] }
    let levels = text.split(separator: " ").map(String.init)
    if levels.isEmpty || !levels.allSatisfy(CommandDefinition.isLevel) {
      reading.faults.append("identity.administrationLevel: must be a level, or some with spaces between them")
    }
    return levels
  }

  private static func tracing(_ reading: inout SettingsReading) -> Tracing {
    let fallback = Tracing()
    return Tracing(
      endpoint: reading.optional("tracing.endpoint").map { endpoint in
        if let fault = SettingsReading.web(endpoint) { reading.faults.append("tracing.endpoint: \(fault)") }
        return endpoint
      },
      sampleRatio: reading.ratio("tracing.sampleRatio", default: fallback.sampleRatio),
      headersFile: reading.optional("tracing.headersFile"),
      continueFromProxy: reading.flag("tracing.continueFromProxy")
    )
  }

  private static func partners(_ reading: inout SettingsReading) -> Partners {
    Partners(
      oldestLimit: reading.number("partners.oldestLimit", default: 3_600, in: 10...2_592_000),
      waitingLimit: reading.number("partners.waitingLimit", default: 10_000, in: 1...1_000_000_000),
      queueLimit: reading.number("partners.queueLimit", default: 10_000, in: 1...1_000_000_000),
      readerLimit: reading.number("partners.readerLimit", default: 86_400, in: 10...2_592_000),
      commandLimit: reading.number("partners.commandLimit", default: 300, in: 10...86_400),
      failureLimit: reading.number("partners.failureLimit", default: 20, in: 1...1_000_000),
      refusedLimit: reading.number("partners.refusedLimit", default: 1_000, in: 1...1_000_000_000),
      // Beyond so many nothing is kept: the alarm is to come before that.
      deadLetterLimit: reading.number("partners.deadLetterLimit", default: 0, in: 0...DeadLetterStore.mostWaiting - 1)
    )
  }

  private static func clientRate(_ reading: inout SettingsReading) -> ClientRate {
    let ours = ClientRate()
    let period = Int(ours.period.components.seconds)
    return ClientRate(
      requests: reading.number("http.clientRequests", default: ours.requests, in: 0...1_000_000),
      organisationRequests: reading.number(
        "http.organisationRequests",
        default: ours.organisationRequests,
        in: 0...10_000_000
      ),
      period: .seconds(reading.number("http.clientPeriod", default: period, in: 1...3_600))
    )
  }

  private static func limits(_ reading: inout SettingsReading) -> ConnectionLimits {
    let ours = ConnectionLimits()
    func time(_ key: ConfigKey, _ fallback: Duration) -> Duration {
      .seconds(reading.number(key, default: Int(fallback.components.seconds), in: 1...3_600))
    }
    return ConnectionLimits(
      connections: reading.number("http.connections", default: ours.connections, in: 10...50_000),
      connectionsPerAddress: reading.number(
        "http.connectionsPerAddress",
        default: ours.connectionsPerAddress,
        in: 1...50_000
      ),
      requests: reading.number("http.requests", default: ours.requests, in: 1...10_000),
      headerTime: time("http.headerTime", ours.headerTime),
      idleTime: time("http.idleTime", ours.idleTime),
      bodyTime: time("http.bodyTime", ours.bodyTime),
      answerTime: time("http.answerTime", ours.answerTime)
    )
  }
}
