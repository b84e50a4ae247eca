//! Deprecated endpoints.

use generated::Deprecation;

#[test]
fn endpoint_info_names_the_replacement() {
    let of = |name: &str| generated::endpoints().find(|info| info.name == name).expect("it is listed").deprecated;
    assert_eq!(
        of("xunjinet.robot.customer.get_robot_account_by_ids"),
        Some(Deprecation { replacement: "GetRobotAccountListV2", note: "The vendor recommends its second version." })
    );
    assert_eq!(of("wecom.kf.send_msg"), None);
}

/// The expectation is unfulfilled unless the compiler warns of the request.
#[test]
#[expect(deprecated, reason = "this is what is tested")]
fn the_compiler_warns_of_a_deprecated_request() {
    let _ = generated::xunjinet::robot::customer::get_robot_account_by_ids::Request::new("robot");
}
