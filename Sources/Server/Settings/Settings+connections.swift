import AMQP
import AsyncHTTPClient
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
    guard var url = URLComponents(string: broker.url) else {
      throw SettingsError(faults: ["broker.url: cannot be understood"])
    }
    if let file = broker.passwordFile { url.password = try SecretFile.read(file, of: "broker.passwordFile") }
    do { return try AMQPConfiguration(uri: url.string ?? "") } catch {
      throw SettingsError(faults: ["broker.url: \(error)"])
    }
  }

  /// The broker as partners reach it. Users and passwords are their own.
  func partnerBroker() throws -> AMQPConfiguration {
    guard let text = broker.partnerURL else { return try amqp() }
    guard var url = URLComponents(string: text) else {
      throw SettingsError(faults: ["broker.partnerUrl: cannot be understood"])
    }
    // What reads an address asks for both.
    (url.user, url.password) = ("partner", "-")
    do { return try AMQPConfiguration(uri: url.string ?? "") } catch {
      throw SettingsError(faults: ["broker.partnerUrl: \(error)"])
    }
  }

  /// How much of the broker each partner's user can take.
  var partnerLimits: UserLimits {
    UserLimits(connections: broker.partnerConnections, channels: broker.partnerChannels)
  }

  /// The broker's management API, where `partner add` needs it.
  func brokerAdministration() throws -> BrokerAdministration {
    guard let url = broker.managementURL, let user = broker.administrator, let file = broker.administratorPasswordFile
    else {
      throw SettingsError(faults: [
        "broker.managementUrl, broker.administrator, broker.administratorPasswordFile: not all set"
      ])
    }
    return try management(url, user, file)
  }

  /// The same for an instance that runs, as a user of its own; `nil` when there is none.
  func brokerMonitor() throws -> BrokerAdministration? {
    guard let url = broker.managementURL, let user = broker.monitor, let file = broker.monitorPasswordFile else {
      return nil
    }
    return try management(url, user, file)
  }

  private func management(_ url: String, _ user: String, _ file: String) throws -> BrokerAdministration {
    let access = BrokerAdministration.Access(
      url: url,
      user: user,
      password: try SecretFile.read(file, of: "broker.administratorPasswordFile"),
      virtualHost: try amqp().virtualHost
    )
    return BrokerAdministration(access, client: .shared)
  }

  package func keyring() throws -> Keyring {
    try Keyring(text: SecretFile.read(keyringFile, of: "keyring.file"))
  }
}
