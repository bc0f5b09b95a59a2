import AMQP
import LocalServices

extension LocalBroker {
  var asAdministrator: AMQPConfiguration {
    AMQPConfiguration(host: "127.0.0.1", port: amqpPort, credentials: .plain(user: adminUser, password: adminPassword))
  }
}
