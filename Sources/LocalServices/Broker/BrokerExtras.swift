/// What one local broker has beside the others.
package struct BrokerExtras: Sendable {
  /// Plugins, as `rabbitmq_auth_mechanism_ssl`.
  package var plugins: [String]
  /// Lines of `rabbitmq.conf`.
  package var settings: String

  /// When it is a node of a cluster.
  package var member: BrokerMember?

  package init(plugins: [String] = [], settings: String = "", member: BrokerMember? = nil) {
    (self.plugins, self.settings, self.member) = (plugins, settings, member)
  }
}
