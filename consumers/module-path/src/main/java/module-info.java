/**
 * An application on the module path.
 */
module com.example.consumer {

	requires dev.localsocket;

	requires dev.localsocket.spring;

	requires spring.boot;

	requires spring.boot.autoconfigure;

	requires spring.context;

	opens com.example;

}
