import AMQP
import Foundation
import Messaging
package import Postgres
package import StoreBase

extension Settings {
  func postgres() throws -> PostgresConfiguration {
    var configuration = try Self.postgres(
      database.url,
      passwordFile: database.passwordFile,
      settings: ("database.url", "database.passwordFile")
    )
    // Longer than a transaction may stand still: whoever waits for a frozen instance outlasts it.
    configuration.lockTimeout = .seconds(6)
    return configuration
  }

  /// As whom the schema is made: the service's own role may not.
  package func postgresOwner() throws -> PostgresConfiguration {
    guard let url = database.ownerURL else { throw SettingsError(faults: ["database.ownerUrl: is not set"]) }
    return try Self.postgres(
      url,
      passwordFile: database.ownerPasswordFile,
      settings: ("database.ownerUrl", "database.ownerPasswordFile")
    )
  }

  /// - Throws: ``SettingsError`` with what is wrong with both.
  private static func postgres(
    _ url: String,
    passwordFile: String?,
    settings: (url: String, passwordFile: String)
  ) throws -> PostgresConfiguration {
    var faults: [String] = []
    var understood: PostgresConfiguration?
    do { understood = try PostgresConfiguration(connectionString: url) } catch {
      faults.append("\(settings.url): cannot be understood")
    }
    do throws(SettingsError) {
      if let passwordFile { understood?.password = try SecretFile.read(passwordFile, of: settings.passwordFile) }
    } catch {
      faults += error.faults
    }
    guard faults.isEmpty, var configuration = understood else { throw SettingsError(faults: faults) }
    configuration.applicationName = "casusregie"
    // After a failover the old server may still be there: a standby, or one that no longer takes changes.
    configuration.target = configuration.target ?? "read-write"
    configuration.statementTimeout = .seconds(30)
    // An instance that is frozen in the middle of a command holds up that case's others for this long.
    configuration.idleTransactionTimeout = .seconds(5)
    return configuration
  }

  func amqp() throws -> AMQPConfiguration {
    var (faults, password): ([String], String?) = ([], nil)
    do throws(SettingsError) {
      if let file = broker.passwordFile { password = try SecretFile.read(file, of: "broker.passwordFile") }
    } catch {
      faults += error.faults
      // So that what is wrong with the address is said as well.
      password = "-"
    }
    do throws(SettingsError) {
      let configuration = try Self.amqp(broker.url, setting: "broker.url") {
        if let password { $0.password = password }
      }
      if faults.isEmpty { return configuration }
    } catch {
      faults += error.faults
    }
    throw SettingsError(faults: faults)
  }

  /// The broker as partners reach it. Users and passwords are their own.
  func partnerBroker() throws -> AMQPConfiguration {
    guard let text = broker.partnerURL else { return try amqp() }
    // What reads an address asks for both.
    return try Self.amqp(text, setting: "broker.partnerUrl") { ($0.user, $0.password) = ("partner", "-") }
  }

  private static func amqp(
    _ text: String,
    setting: String,
    complete: (inout URLComponents) -> Void
  ) throws(SettingsError) -> AMQPConfiguration {
    var all: [AMQPConfiguration] = []
    for url in try addresses(of: text, setting: setting) {
      guard var parts = URLComponents(string: url) else {
        throw SettingsError(faults: ["\(setting): cannot be understood"])
      }
      complete(&parts)
      do throws(AMQPError) { all.append(try AMQPConfiguration(uri: parts.string ?? "")) } catch {
        throw SettingsError(faults: ["\(setting): \(error.detail)"])
      }
    }
    var configuration = all[0]
    configuration.otherServers = all.dropFirst().map { AMQPServer(host: $0.host, port: $0.port) }
    return configuration
  }

  /// - Returns: at least one.
  static func addresses(of url: String, setting: String) throws(SettingsError) -> [String] {
    guard let all = ServerAddresses.all(of: url) else {
      throw SettingsError(faults: ["\(setting): cannot be understood: \(ServerAddresses.form)"])
    }
    return all
  }

  /// How much of the broker each partner's user can take.
  var partnerLimits: UserLimits {
    UserLimits(connections: broker.partnerConnections, channels: broker.partnerChannels)
  }

  /// The broker's management API, where `partner add` needs it.
  /// - Parameter address: of one server alone; by itself all of `broker.managementUrl`.
  func brokerAdministration(at address: String? = nil) throws -> BrokerAdministration {
    guard let url = address ?? broker.managementURL, let user = broker.administrator,
      let file = broker.administratorPasswordFile
    else {
      throw SettingsError(faults: [
        "broker.managementUrl, broker.administrator, broker.administratorPasswordFile: not all set"
      ])
    }
    return try management(url, user, (file, "broker.administratorPasswordFile"))
  }

  /// The same for an instance that runs, as a user of its own; `nil` when there is none.
  func brokerMonitor() throws -> BrokerAdministration? {
    guard let url = broker.managementURL, let user = broker.monitor, let file = broker.monitorPasswordFile else {
      return nil
    }
    return try management(url, user, (file, "broker.monitorPasswordFile"))
  }

  private func management(
    _ url: String,
    _ user: String,
    _ password: (file: String, setting: String)
  ) throws -> BrokerAdministration {
    let access = BrokerAdministration.Access(
      urls: try Self.addresses(of: url, setting: "broker.managementUrl"),
      user: user,
      password: try SecretFile.read(password.file, of: password.setting),
      virtualHost: try amqp().virtualHost
    )
    return BrokerAdministration(access)
  }

  package func keyring() throws -> Keyring {
    try Keyring(text: SecretFile.read(keyringFile, of: "keyring.file"))
  }
}
