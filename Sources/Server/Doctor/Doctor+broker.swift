import AMQP
import Foundation
import Messaging

/// The broker, as the service and its administrator reach it. Nothing is left on it.
extension Doctor {
  func brokerFindings() async -> [Finding] {
    guard mayUse("broker.url") else { return [untried(.brokerConnection, "broker.url")] }
    var configuration: AMQPConfiguration
    do { configuration = try settings.amqp() } catch {
      return [Finding(.brokerConnection, .fault, "\(error)")]
    }
    // A broker that is short of memory does not answer: that is not waited for long.
    configuration.operationTimeout = .seconds(5)
    var found: [Finding] = []
    for server in configuration.servers {
      let connection = AMQPConnection(configuration.at(server), logger: Logs.silent)
      found += await findings(connection)
      await connection.close()
    }
    return Self.ofAll(found, .brokerConnection)
  }

  /// What is said of several servers, each thing once. With one that lets the service in, it works.
  private static func ofAll(_ findings: [Finding], _ code: Code) -> [Finding] {
    let works = findings.contains { $0.code == code && $0.outcome == .ok }
    var seen: Set<Finding> = []
    return findings.map {
      works && $0.code == code && $0.outcome == .fault ? Finding(code, .warning, $0.message) : $0
    }.filter { seen.insert($0).inserted }
  }

  private func findings(_ connection: AMQPConnection) async -> [Finding] {
    let configuration = connection.configuration
    let place = "\(configuration.host):\(configuration.port), virtual host \(configuration.virtualHost)"
    if let error = await Self.refusal(of: connection) {
      return [Finding(.brokerConnection, .fault, "\(place): \(error.debugDescription)")]
    }
    let isSecured = configuration.tls != nil
    return [
      Finding(.brokerConnection, .ok, "\(place), lets the service in"),
      // The settings allow plain text for an address of this machine, and for no other.
      Finding(
        .brokerEncryption,
        .ok,
        isSecured ? "it is reached over TLS" : "it is reached within this machine, in plain text"
      ),
      Self.version(await connection.brokerVersion),
      await readFinding(connection),
      await publishFinding(connection),
    ]
  }

  /// Why the first attempt to connect failed; `nil` when it did not.
  private static func refusal(of connection: AMQPConnection) async -> AMQPError? {
    for await state in connection.states {
      switch state {
      case .connecting: continue
      case .connected, .blocked: return nil
      case .disconnected(let error): return error
      case .closed: return AMQPError(.closed, "it was closed")
      }
    }
    return AMQPError(.closed, "it was closed")
  }

  private static func version(_ text: String?) -> Finding {
    let parts = (text ?? "").split(separator: ".").prefix(2).compactMap { Int($0) }
    guard let text, parts.count == 2 else {
      return Finding(.brokerVersion, .warning, "the broker does not say which version it has")
    }
    if parts[0] > 3 { return Finding(.brokerVersion, .warning, "it is version \(text), which was not tried") }
    let isOld = parts[0] < 3 || parts[1] < 10
    return Finding(.brokerVersion, isOld ? .fault : .ok, "it is version \(text)")
  }

  /// A queue that is not there is asked for: who may read queues of that kind is told so, and who may not is refused.
  private func readFinding(_ connection: AMQPConnection) async -> Finding {
    let allowed = Finding(.brokerRead, .ok, "the service may read queues of commands")
    do throws(AMQPError) {
      let consumer = try await connection.consume("opdrachten.\(Self.nobody())")
      await consumer.cancel()
      return allowed
    } catch {
      if error.kind == .channelClosed(.notFound) { return allowed }
      return Finding(.brokerRead, .fault, "the service may not read queues of commands: \(error.debugDescription)")
    }
  }

  /// A message for a queue that is not there comes back, and is nowhere then.
  private func publishFinding(_ connection: AMQPConnection) async -> Finding {
    do throws(AMQPError) {
      let publisher = try await connection.makePublisher(window: 1)
      let outcome = try await publisher.publish(AMQPMessage(routingKey: Self.nobody(), body: Array("doctor".utf8)))
      await publisher.close()
      switch outcome {
      case .returned, .confirmed: return Finding(.brokerPublish, .ok, "the broker takes messages of the service")
      case .rejected: return Finding(.brokerPublish, .fault, "the broker rejects messages of the service")
      case .unknown(let error): throw error
      }
    } catch {
      return Finding(.brokerPublish, .fault, "messages of the service are not taken: \(error.debugDescription)")
    }
  }

  /// The name of a queue that nobody has.
  private static func nobody() -> String { "casusregie-doctor-\(UUID().uuidString)" }

  // MARK: - Management

  func managementFindings() async -> [Finding] {
    guard let url = settings.broker.managementURL, let administrator = settings.broker.administrator else {
      let text = "broker.managementUrl or broker.administrator is not set, so nothing is known of it"
      return [Finding(.brokerManagement, .unchecked, text), Finding(.brokerAlarms, .unchecked, text)]
    }
    guard mayUse("broker.managementUrl") else { return [untried(.brokerManagement, "broker.managementUrl")] }
    // The service does not need that password, and the account of the service is not to have it.
    if let file = settings.broker.administratorPasswordFile, FileManager.default.fileExists(atPath: file),
      !FileManager.default.isReadableFile(atPath: file)
    {
      let text = "broker.administratorPasswordFile is for other accounts to read: who can read it, as root, is told"
      return [Finding(.brokerManagement, .unchecked, text), Finding(.brokerAlarms, .unchecked, text)]
    }
    do throws(SettingsError) {
      var found: [Finding] = []
      for address in try Settings.addresses(of: url, setting: "broker.managementUrl") {
        found += await managementFindings(at: address, as: administrator)
      }
      return Self.ofAll(found, .brokerManagement)
    } catch {
      return error.faults.map { Finding(.brokerManagement, .fault, $0) }
    }
  }

  private func managementFindings(at address: String, as administrator: String) async -> [Finding] {
    do {
      let health = try await settings.brokerAdministration(at: address).health(administrator: administrator)
      let answers = Finding(.brokerManagement, .ok, "it answers, and takes the administrator")
      guard health.troubles.isEmpty else {
        return [answers] + health.troubles.map { Finding(.brokerAlarms, .fault, $0) }
      }
      return [answers, Finding(.brokerAlarms, .ok, "no node is short of anything, cut off or down")]
    } catch let error as BrokerAdministrationError {
      return [Finding(.brokerManagement, .fault, error.debugDescription)]
    } catch {
      return [Finding(.brokerManagement, .fault, "\(error)")]
    }
  }
}
