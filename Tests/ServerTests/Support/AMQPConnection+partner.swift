import AMQP
import Logging
import Server

extension AMQPConnection {
  /// A partner's, with the user and password that it was given, over the address that it was told. It logs nothing.
  init(_ access: PartnerAccess) {
    let configuration = AMQPConfiguration(
      host: access.host,
      port: access.port,
      virtualHost: access.virtualHost,
      credentials: .plain(user: access.user, password: access.password ?? "")
    )
    self.init(configuration, logger: Logger(label: "partner") { _ in SwiftLogNoOpLogHandler() })
  }
}
