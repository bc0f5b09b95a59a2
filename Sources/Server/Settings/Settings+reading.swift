import CaseAPI
import Configuration
import SystemPackage

extension Settings {
  /// Reads the settings.
  /// - Parameter file: a JSON file; what the environment says goes before it.
  /// - Throws: ``SettingsError`` with every fault.
  public static func read(file: String?) async throws(SettingsError) -> Settings {
    var providers: [any ConfigProvider] = [EnvironmentVariablesProvider().prefixKeys(with: "casusregie")]
    if let file {
      do {
        providers.append(try await FileProvider<JSONSnapshot>(filePath: FilePath(file)))
      } catch {
        throw SettingsError(faults: ["\(file): no readable JSON file"])
      }
    }
    var reading = SettingsReading(ConfigReader(providers: providers))
    let settings = Settings(&reading)
    guard reading.faults.isEmpty else { throw SettingsError(faults: reading.faults) }
    return settings
  }

  private init(_ reading: inout SettingsReading) {
    service = Service(
      oin: reading.text("service.oin") { $0.count == 20 ? nil : "must be an OIN of 20 characters" },
      url: reading.text("service.url", check: SettingsReading.web)
    )
    http = HTTP(
      host: reading.text("http.host", default: "127.0.0.1"),
      port: reading.number("http.port", default: 8080, in: 0...65_535),
      certificate: reading.optional("http.certificate"),
      key: reading.optional("http.key"),
      limits: Self.limits(&reading)
    )
    if (http.certificate == nil) != (http.key == nil) {
      reading.faults.append("http.certificate and http.key: both or neither")
    }
    database = Database(
      url: reading.text("database.url"),
      passwordFile: reading.optional("database.passwordFile"),
      connections: reading.number("database.connections", default: 8, in: 2...200),
      ownerURL: reading.optional("database.ownerUrl"),
      ownerPasswordFile: reading.optional("database.ownerPasswordFile")
    )
    broker = Broker(
      url: reading.text("broker.url"),
      passwordFile: reading.optional("broker.passwordFile"),
      managementURL: reading.optional("broker.managementUrl"),
      administrator: reading.optional("broker.administrator"),
      administratorPasswordFile: reading.optional("broker.administratorPasswordFile")
    )
    identity = Identity(
      issuer: reading.text("identity.issuer", check: SettingsReading.web),
      audience: reading.text("identity.audience")
    )
    deadlines = Deadlines(
      sweepLimit: reading.number("deadlines.sweepLimit", default: 30, in: 1...3_600),
      overdueLimit: reading.number("deadlines.overdueLimit", default: 60, in: 1...86_400)
    )
    keyringFile = reading.text("keyring.file")
    workflowsFolder = reading.text("workflows.folder", default: "workflows")
    logLevel = reading.text("log.level", default: "info")
    localFolder = reading.optional("local.folder")
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
