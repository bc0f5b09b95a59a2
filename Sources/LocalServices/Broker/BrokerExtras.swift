/// What one local broker has beside the others.
package struct BrokerExtras: Sendable {
  /// Plugins, as `rabbitmq_auth_mechanism_ssl`.
  package var plugins: [String]
  /// Lines of `rabbitmq.conf`.
  package var settings: String

  package init(plugins: [String] = [], settings: String = "") { (self.plugins, self.settings) = (plugins, settings) }
}
